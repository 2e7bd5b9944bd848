/** Whose rows may be seen: every query about a party's data takes one. */
export type Scope = { readonly all: true } | { readonly partyIds: readonly string[] }

export const everyParty: Scope = { all: true }

/** The same text for the same scope. */
export function scopeKey(scope: Scope): string {
  return 'all' in scope ? '*' : JSON.stringify([...scope.partyIds].sort())
}

/** True when rows of `partyId` are inside the scope. */
export function inScope(scope: Scope, partyId: string): boolean {
  return 'all' in scope || scope.partyIds.includes(partyId)
}
