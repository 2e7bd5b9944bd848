import type { ApiClient, Token } from '#api-client'
import { AppError } from '#kernel'

/**
 * The token of this value, or of this id.
 * @throws AppError `conflict` when several have the value, `not-found` when there is none
 */
export async function findToken(api: ApiClient, wanted: string): Promise<Token> {
  const { items } = await api.call('listTokens', { query: { search: wanted.slice(0, 100), limit: 500 } })
  const named = items.filter(({ value }) => value.toLowerCase() === wanted.toLowerCase())
  const [only, another] = named
  if (another !== undefined) {
    const ids = named.map(({ id, kind, partyId }) => `${id} (${kind}, ${partyId})`).join(', ')
    throw new AppError('conflict', `Several tokens have the value ${wanted}; name one by its id: ${ids}`)
  }
  return only ?? api.call('getToken', { params: { id: wanted } })
}
