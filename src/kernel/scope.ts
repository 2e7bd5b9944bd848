/** Whose rows may be seen: every query about a party's data takes one. */
export type Scope = { readonly all: true } | { readonly partyIds: readonly string[] }

export const everyParty: Scope = { all: true }

/** True when rows of `partyId` are inside the scope. */
export function inScope(scope: Scope, partyId: string): boolean {
  return 'all' in scope || scope.partyIds.includes(partyId)
}
