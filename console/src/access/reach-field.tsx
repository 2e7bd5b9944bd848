import { may } from '../api/session.ts'
import type { Me } from '../api/types.ts'
import { SelectField } from '../ui/field.tsx'
import { partiesFor } from './party-field.tsx'

const ofEverything = ({ principal }: Me): boolean =>
  principal.memberships.some(({ partyId, role }) => partyId === '' && role === 'owner')

/** Which parties somebody new shall reach: one of the owner's, or all of them if the owner reaches all. */
export function ReachField({ me }: { me: Me }) {
  const parties = partiesFor(me, 'owner')
  const choices = parties.map(({ id, name }) => ({ value: id, label: name }))
  const everything = ofEverything(me) ? [{ value: '', label: 'Everything on this installation' }] : []
  if (!may(me.principal, 'owner')) return null
  return <SelectField label="For" name="partyId" choices={[...choices, ...everything]} />
}
