import { queryOptions } from '@tanstack/react-query'
import { get, patch, post, remove, segment } from './client.ts'
import type { Account, ApiKey, Membership, Page, Role } from './types.ts'

export const accountsQuery = queryOptions({
  queryKey: ['accounts'],
  queryFn: ({ signal }) => get<Page<Account>>('/accounts', undefined, signal),
})
export const keysQuery = queryOptions({
  queryKey: ['keys'],
  queryFn: ({ signal }) => get<Page<ApiKey>>('/keys', undefined, signal),
})

const account = (accountId: string) => `/accounts/${segment(accountId)}`

export const createAccount = (person: { name: string; email: string; memberships: readonly Membership[] }) =>
  post<Account>('/accounts', person)
export const changeAccount = (accountId: string, change: { memberships?: readonly Membership[]; password?: string }) =>
  patch<Account>(account(accountId), change)
export const disableAccount = (accountId: string) => post<Account | null>(`${account(accountId)}/disable`)
export const enableAccount = (accountId: string) => post<Account>(`${account(accountId)}/enable`)
export const createLink = (accountId: string) => post<{ url: string }>(`${account(accountId)}/link`)

export const createKey = (key: { name: string; partyId: string; role: Role }) =>
  post<{ key: ApiKey; secret: string }>('/keys', key)
export const revokeKey = (keyId: string) => remove(`/keys/${segment(keyId)}`)
