import type { Command } from '#domain/commands'
import type { DeviceModel, Variable } from '#domain/device-model'
import type { Transactions } from '#domain/transactions'
import { everyParty } from '#kernel'
import type { OcppVersion } from '#ocpp/rpc'
import type { SessionRegistration } from '../session/session-state.ts'
import type { CommandContext } from './command-codec.ts'

/** Elements put into one call of a station that has not said how many it takes. */
export const ITEMS_PER_MESSAGE = 10

/** 1.6 configuration keys that only a station with the security extension has (security whitepaper §5). */
const SECURITY_KEYS: ReadonlySet<string> = new Set([
  'AdditionalRootCertificateCheck',
  'CertificateSignedMaxChainSize',
  'CertificateStoreMaxLength',
  'CpoName',
  'SecurityProfile',
])

/** What 1.6 says otherwise with the security extension. */
const EXTENDED_KINDS: ReadonlySet<string> = new Set(['trigger', 'update-firmware', 'get-log'])

interface Sources {
  readonly deviceModel: DeviceModel
  readonly transactions: Transactions
}

/** Gathers what a command needs; asks the database only for the kinds that do. */
export async function commandContext(
  { deviceModel, transactions }: Sources,
  version: OcppVersion,
  registration: SessionRegistration,
  { kind, request, stationId, partyId }: Command,
  requestNumber: number,
): Promise<CommandContext> {
  const needsModel =
    kind === 'get-variables' || kind === 'set-variables' || (version === 'ocpp1.6' && EXTENDED_KINDS.has(kind))
  const variables = needsModel ? await deviceModel.list(everyParty, stationId) : []
  const context: CommandContext = {
    requestNumber,
    registration,
    itemsPerMessage: itemsPerMessage(variables, kind, version),
    hasSecurityExtension: variables.some(({ name }) => SECURITY_KEYS.has(name)),
  }
  const named = 'reference' in request ? request.reference : undefined
  if (named !== undefined) return { ...context, transactionReference: named }
  if (!('transactionId' in request) || request.transactionId === undefined) return context
  const { reference } = await transactions.get({ partyIds: [partyId] }, request.transactionId)
  return { ...context, transactionReference: reference }
}

/** 2.0.1 DeviceDataCtrlr.ItemsPerMessage and 1.6 §9.1.7 GetConfigurationMaxKeys. */
function itemsPerMessage(variables: readonly Variable[], kind: string, version: OcppVersion): number {
  const instance = kind === 'set-variables' ? 'SetVariables' : 'GetVariables'
  const limit = variables.find(({ component, name, instance: which }) =>
    version === 'ocpp1.6'
      ? name === 'GetConfigurationMaxKeys'
      : component === 'DeviceDataCtrlr' && name === 'ItemsPerMessage' && which === instance,
  )
  const count = Number(limit?.value)
  return Number.isInteger(count) && count > 0 ? count : ITEMS_PER_MESSAGE
}
