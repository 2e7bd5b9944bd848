import type { Me, Role } from '../api/types.ts'
import type { Choice } from '../ui/field.tsx'
import { partiesFor } from './party-field.tsx'

interface PartyForm {
  readonly given: Readonly<Record<string, string>>
  readonly choices: Readonly<Record<string, readonly Choice[]>>
  readonly shown: readonly string[]
}

/** For a form made of a schema: to which party a new thing belongs, which is no question where there is only one. */
export function partyForm(me: Me, role: Role = 'operator'): PartyForm {
  const parties = partiesFor(me, role)
  const [only] = parties
  if (only !== undefined && parties.length === 1) return { given: { partyId: only.id }, choices: {}, shown: [] }
  const partyId = parties.map(({ id, name }) => ({ value: id, label: name }))
  return { given: {}, choices: { partyId }, shown: ['partyId'] }
}
