import type { TokenRef, Verdict } from '#domain/authorization'
import type { ContractStanding, ShownContract } from '#domain/certificates'
import type { AuthorizeRequest as AuthorizeRequest21 } from '#ocpp/v21'
import type { AuthorizeRequest as AuthorizeRequest201 } from '#ocpp/v201'
import type { Action } from './action.ts'
import { readContract, writeContract } from './contract-codec.ts'
import { readIdTag, readIdToken, writeIdTagInfo, writeIdTokenInfo } from './token-codec.ts'

/** A token, with what a vehicle shows of its contract (2.x C07). */
type Shown = TokenRef & { readonly contract?: ShownContract }
type Judged = Verdict & { readonly contract?: ContractStanding }

const generation2 = {
  action: 'Authorize',
  read: (request: AuthorizeRequest201 | AuthorizeRequest21) => ({
    ...readIdToken(request.idToken),
    ...readContract(request),
  }),
  write: ({ contract, ...verdict }: Judged) =>
    contract === undefined ? { idTokenInfo: writeIdTokenInfo(verdict) } : writeContract(verdict, contract),
} as const

/** Authorize: 1.6 §4.1 · 2.x C01, and C07 for contracts. */
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
  async handle({ contract, ...token }, { station }, { authorization, certificates }) {
    if (contract === undefined) return await authorization.authorize(station.partyId, token)
    const standing = await certificates.judgeContract(contract)
    return { ...(await authorization.authorize(station.partyId, token)), contract: standing }
  },
} satisfies Action<Shown, Judged>
