import { infiniteQueryOptions, keepPreviousData } from '@tanstack/react-query'
import { get, patch, post, remove, segment } from './client.ts'
import type { NewToken, Page, Token, TokenChange, TokenFilter } from './types.ts'

export const tokensQuery = (filter: TokenFilter) =>
  infiniteQueryOptions({
    queryKey: ['tokens', filter],
    queryFn: ({ pageParam, signal }) =>
      get<Page<Token>>('/tokens', { limit: 100, ...filter, cursor: pageParam }, signal),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
  })

export const createToken = (token: NewToken) => post<Token>('/tokens', token)
export const changeToken = (tokenId: string, change: TokenChange) => patch<Token>(`/tokens/${segment(tokenId)}`, change)
export const removeToken = (tokenId: string) => remove(`/tokens/${segment(tokenId)}`)
