import { may } from '../api/session.ts'
import type { Me, Party, Role } from '../api/types.ts'
import { SelectField } from '../ui/field.tsx'
import { field } from '../ui/form.ts'

/** The parties for which somebody may do what `role` may. */
export const partiesFor = ({ principal, installation }: Me, role: Role): readonly Party[] =>
  installation.parties.filter(({ id }) => may(principal, role, id))

/** Asks to which party a new thing belongs; says nothing when there is only one. */
export function PartyField({ me, role = 'operator' }: { me: Me; role?: Role }) {
  const parties = partiesFor(me, role)
  if (parties.length < 2) return null
  return (
    <SelectField label="Party" name="partyId" choices={parties.map(({ id, name }) => ({ value: id, label: name }))} />
  )
}

/** The party chosen in a form with a PartyField. */
export const partyOf = (form: FormData, me: Me, role: Role = 'operator'): string =>
  field(form, 'partyId') || (partiesFor(me, role)[0]?.id ?? '')
