import type { Command } from '#domain/commands'
import type { DeviceModel, Variable } from '#domain/device-model'
import type { Transactions } from '#domain/transactions'
import { everyParty } from '#kernel'
import type { OcppVersion } from '#ocpp/rpc'
import type { SessionRegistration } from '../session/session-state.ts'
import type { Keepers } from './call-watch.ts'
import type { CommandContext } from './command-codec.ts'
import { heldContext } from './held-context.ts'

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

/** Commands whose elements are limited, by the instance of the limit (2.0.1 ItemsPerMessage). */
const LIMITED: Readonly<Record<string, string>> = {
  'get-variables': 'GetVariables',
  'set-variables': 'SetVariables',
  'get-custom-report': 'GetReport',
}

interface Sources extends Keepers {
  readonly deviceModel: DeviceModel
  readonly transactions: Transactions
}

/** Gathers what a command needs; asks the database only for the kinds that do. */
export async function commandContext(
  sources: Sources,
  version: OcppVersion,
  registration: SessionRegistration,
  command: Command,
  requestNumber: number,
): Promise<CommandContext> {
  const { deviceModel, transactions } = sources
  const { kind, request, stationId, partyId } = command
  const needsModel = Object.hasOwn(LIMITED, kind) || (kind === 'trigger' && version === 'ocpp1.6')
  const variables = needsModel ? await deviceModel.list(everyParty, stationId) : []
  const context: CommandContext = {
    requestNumber,
    registration,
    itemsPerMessage: itemsPerMessage(variables, kind, version),
    hasSecurityExtension: variables.some(({ name }) => SECURITY_KEYS.has(name)),
    ...(await heldContext(sources, command)),
  }
  const named = 'reference' in request ? request.reference : undefined
  if (named !== undefined) return { ...context, transactionReference: named }
  if (!('transactionId' in request) || request.transactionId === undefined) return context
  const { reference } = await transactions.get({ partyIds: [partyId] }, request.transactionId)
  return { ...context, transactionReference: reference }
}

/** 2.0.1 DeviceDataCtrlr.ItemsPerMessage and 1.6 §9.1.7 GetConfigurationMaxKeys. */
function itemsPerMessage(variables: readonly Variable[], kind: string, version: OcppVersion): number {
  const instance = Object.hasOwn(LIMITED, kind) ? LIMITED[kind] : undefined
  const limit = variables.find(({ component, name, instance: which }) =>
    version === 'ocpp1.6'
      ? name === 'GetConfigurationMaxKeys'
      : component === 'DeviceDataCtrlr' && name === 'ItemsPerMessage' && which === instance,
  )
  const count = Number(limit?.value)
  return Number.isInteger(count) && count > 0 ? count : ITEMS_PER_MESSAGE
}
