import type { Command } from '#domain/commands'
import type { DeviceModel, Variable } from '#domain/device-model'
import type { Transactions } from '#domain/transactions'
import { everyParty, known } from '#kernel'
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
  const needsModel = kind in limited || (kind === 'trigger' && version === 'ocpp1.6')
  const variables = needsModel ? await deviceModel.list(everyParty, stationId) : []
  const context: CommandContext = {
    requestNumber,
    registration,
    itemsPerMessage: limit(variables, kind, version, 'ItemsPerMessage') ?? ITEMS_PER_MESSAGE,
    ...known({ bytesPerMessage: limit(variables, kind, version, 'BytesPerMessage') }),
    hasSecurityExtension: variables.some(({ name }) => SECURITY_KEYS.has(name)),
  }
  const named = 'reference' in request ? request.reference : undefined
  if (named !== undefined) return { ...context, transactionReference: named }
  if (!('transactionId' in request) || request.transactionId === undefined) return context
  const { reference } = await transactions.get({ partyIds: [partyId] }, request.transactionId)
  return { ...context, transactionReference: reference }
}

/** Where a station says how much it takes in one message of each kind (2.x part 2, controllers). */
const limited: Readonly<Record<string, readonly [component: string, instance: string]>> = {
  'get-variables': ['DeviceDataCtrlr', 'GetVariables'],
  'set-variables': ['DeviceDataCtrlr', 'SetVariables'],
  'get-monitoring-report': ['DeviceDataCtrlr', 'GetReport'],
  'set-variable-monitoring': ['MonitoringCtrlr', 'SetVariableMonitoring'],
  'clear-variable-monitoring': ['MonitoringCtrlr', 'ClearVariableMonitoring'],
}

/** 2.x ItemsPerMessage and BytesPerMessage, and 1.6 §9.1.7 GetConfigurationMaxKeys (F-05); undefined: it has not said. */
function limit(
  variables: readonly Variable[],
  kind: string,
  version: OcppVersion,
  limits: 'ItemsPerMessage' | 'BytesPerMessage',
): number | undefined {
  const [controller, what] = limited[kind] ?? []
  const told = variables.find(({ component, name, instance }) =>
    version === 'ocpp1.6'
      ? limits === 'ItemsPerMessage' && name === 'GetConfigurationMaxKeys'
      : component === controller && name === limits && instance === what,
  )
  const count = Number(told?.value)
  return Number.isInteger(count) && count > 0 ? count : undefined
}
