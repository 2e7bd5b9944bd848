import { type Me, type Membership, ROLES, type Role } from '../api/types.ts'
import { field } from '../ui/form.ts'

export const roleWords: Record<Role, string> = {
  viewer: 'Viewer: reads',
  operator: 'Operator: also commands and changes',
  owner: 'Owner: also manages people and keys',
}

export const roleChoices = ROLES.map((value) => ({ value, label: roleWords[value] }))

export const roleOf = (form: FormData): Role => ROLES.find((role) => role === field(form, 'role')) ?? 'viewer'

/** `operator of Demo`, `owner of everything`. */
export function membershipWords({ partyId, role }: Membership, { installation }: Me): string {
  const party = installation.parties.find(({ id }) => id === partyId)
  return `${role} of ${partyId === '' ? 'everything' : (party?.name ?? partyId)}`
}
