import type { TokenRef, Verdict } from '#domain/authorization'
import type { ContractStanding, ShownContract } from '#domain/certificates'
import type { Tariff, TariffText } from '#domain/tariffs'
import type { AuthorizeRequest as AuthorizeRequest21 } from '#ocpp/v21'
import type { AuthorizeRequest as AuthorizeRequest201 } from '#ocpp/v201'
import { writeDriverTariff } from '../commands/tariff-writing.ts'
import type { Action } from './action.ts'
import { readContract, writeContract } from './contract-codec.ts'
import { readIdTag, readIdToken, writeIdTagInfo, writeIdTokenInfo } from './token-codec.ts'
import { writeTexts } from './transaction-money.ts'

/** A token, what a vehicle shows of its contract (2.x C07), and whether whoever asks can be told what its driver pays. */
type Asked = TokenRef & { readonly contract?: ShownContract; readonly wantsTariff?: true; readonly wantsTexts?: true }
type Judged = Verdict & {
  readonly contract?: ContractStanding
  readonly tariff?: Tariff
  readonly texts?: readonly TariffText[]
}

const generation2 = {
  action: 'Authorize',
  read: (request: AuthorizeRequest201 | AuthorizeRequest21) => ({
    ...readIdToken(request.idToken),
    ...readContract(request),
    wantsTexts: true as const,
  }),
  write({ contract, texts, ...verdict }: Judged) {
    const answer =
      contract === undefined ? { idTokenInfo: writeIdTokenInfo(verdict) } : writeContract(verdict, contract)
    return { ...answer, idTokenInfo: { ...answer.idTokenInfo, ...writeTexts(texts) } }
  },
} as const

/** Authorize: 1.6 §4.1 · 2.x C01, C07 for contracts, I01 for texts and I08 for tariffs of drivers. */
export const authorize = {
  versions: {
    'ocpp1.6': {
      action: 'Authorize',
      read: ({ idTag }) => readIdTag(idTag),
      write: (verdict) => ({ idTagInfo: writeIdTagInfo(verdict) }),
    },
    'ocpp2.0.1': generation2,
    'ocpp2.1': {
      action: 'Authorize',
      read: (request) => ({ ...generation2.read(request), wantsTariff: true }),
      write: ({ tariff, ...verdict }) => ({
        ...generation2.write(verdict),
        ...(tariff === undefined ? {} : { tariff: writeDriverTariff(tariff) }),
      }),
    },
  },
  async handle({ contract, wantsTariff, wantsTexts, ...token }, { station }, services) {
    const { authorization, certificates, tariffs, costs } = services
    const { partyId, stationId } = station
    const standing = contract === undefined ? {} : { contract: await certificates.judgeContract(contract) }
    const judged: Judged = { ...(await authorization.authorize(partyId, token)), ...standing }
    if (wantsTexts === undefined || judged.status !== 'accepted') return judged
    const texts = await costs.textsFor(partyId, stationId, token.value)
    const verdict = texts.length === 0 ? judged : { ...judged, texts }
    if (wantsTariff === undefined) return verdict
    const tariff = await tariffs.forDriver(partyId, stationId, token.value)
    return tariff === undefined ? verdict : { ...verdict, tariff }
  },
} satisfies Action<Asked, Judged>
