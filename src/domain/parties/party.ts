import type { Scope } from '#kernel'

/** An operator: everything on an installation belongs to one, and none sees another's. */
export interface Party {
  readonly id: string
  readonly name: string
  readonly createdAt: Date
}

export interface Parties {
  create(party: { readonly id: string; readonly name: string }): Promise<Party>
  rename(scope: Scope, partyId: string, name: string): Promise<Party>
  get(scope: Scope, partyId: string): Promise<Party>
  list(scope: Scope): Promise<readonly Party[]>
}
