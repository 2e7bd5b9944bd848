import type { TokenRef, Verdict } from '#domain/authorization'
import type { ContractStanding, ShownContract } from '#domain/certificates'
import type { EnergyTransfer } from '#domain/smart-charging'
import type { Tariff, TariffText } from '#domain/tariffs'
import type { AuthorizeRequest as AuthorizeRequest21 } from '#ocpp/v21'
import type { AuthorizeRequest as AuthorizeRequest201 } from '#ocpp/v201'
import { writeDriverTariff } from '../commands/tariff-writing.ts'
import type { Action } from './action.ts'
import { readContract, writeContract } from './contract-codec.ts'
import { defined } from './defined.ts'
import { transferWords } from './energy-transfer.ts'
import { readIdTag, readIdToken, writeIdTagInfo, writeIdTokenInfo } from './token-codec.ts'
import { writeTexts } from './transaction-money.ts'

/**
 * A token, what a vehicle shows of its contract (2.x C07), and whether whoever asks can be told what is to be shown of the
 * tariff, what its driver pays, and how energy may flow.
 */
type Asked = TokenRef & { readonly contract?: ShownContract; readonly wantsTerms?: true; readonly wantsTexts?: true }
type Judged = Verdict & {
  readonly contract?: ContractStanding
  readonly tariff?: Tariff
  readonly transfers?: readonly EnergyTransfer[]
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

/** Q01.FR.01; of none at all nothing can be said. */
function writeTransfers(transfers: readonly EnergyTransfer[] = []) {
  return transfers.length === 0 ? {} : { allowedEnergyTransfer: transfers.map((one) => transferWords[one]) }
}

/** Authorize: 1.6 §4.1 · 2.x C01, C07 for contracts, I01 for texts · 2.1 I08 for tariffs of drivers, Q01 for vehicle-to-grid. */
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
      read: (request) => ({ ...generation2.read(request), wantsTerms: true }),
      write: ({ tariff, transfers, ...verdict }) => ({
        ...generation2.write(verdict),
        ...(tariff === undefined ? {} : { tariff: writeDriverTariff(tariff) }),
        ...writeTransfers(transfers),
      }),
    },
  },
  async handle({ contract, wantsTerms, wantsTexts, ...token }, { station }, services) {
    const { authorization, certificates, tariffs, costs, smartCharging } = services
    const { partyId, stationId } = station
    const standing = contract === undefined ? {} : { contract: await certificates.judgeContract(contract) }
    const verdict = { ...(await authorization.authorize(partyId, token, { stationId })), ...standing }
    // C07.FR.13 to 17: what is wrong with the certificates is wrong with the token.
    const isGood = verdict.status === 'accepted' && (standing.contract ?? 'valid') === 'valid'
    if (wantsTexts === undefined || !isGood) return verdict
    const [texts, tariff, transfers] = await Promise.all([
      costs.textsFor(partyId, stationId, token.value),
      wantsTerms && tariffs.forDriver(partyId, stationId, token.value),
      wantsTerms && smartCharging.allowedTransfers(partyId, stationId, token.value),
    ])
    return { ...verdict, ...defined({ texts: texts.length === 0 ? undefined : texts, tariff, transfers }) }
  },
} satisfies Action<Asked, Judged>
