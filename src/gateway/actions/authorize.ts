import type { TokenRef, Verdict } from '#domain/authorization'
import type { AuthorizeRequest as AuthorizeRequest21 } from '#ocpp/v21'
import type { AuthorizeRequest as AuthorizeRequest201 } from '#ocpp/v201'
import type { Action } from './action.ts'
import { readIdTag, readIdToken, writeIdTagInfo, writeIdTokenInfo } from './token-codec.ts'

const generation2 = {
  action: 'Authorize',
  read: ({ idToken }: AuthorizeRequest201 | AuthorizeRequest21) => readIdToken(idToken),
  write: (verdict: Verdict) => ({ idTokenInfo: writeIdTokenInfo(verdict) }),
} as const

/** Authorize: 1.6 §4.1 · 2.x C01. */
export const authorize = {
  versions: {
    'ocpp1.6': {
      action: 'Authorize',
      read: ({ idTag }) => readIdTag(idTag),
      write: (verdict) => ({ idTagInfo: writeIdTagInfo(verdict) }),
    },
    'ocpp2.0.1': generation2,
    'ocpp2.1': generation2,
  },
  handle: (token, { station }, { authorization }) => authorization.authorize(station.partyId, token),
} satisfies Action<TokenRef, Verdict>
