import type { Certificates } from '#domain/certificates'
import type { Command } from '#domain/commands'
import type { DeviceModel, Variable } from '#domain/device-model'
import type { SmartCharging } from '#domain/smart-charging'
import type { Transactions } from '#domain/transactions'
import { everyParty, known } from '#kernel'
import type { OcppVersion } from '#ocpp/rpc'
import type { StationFacts } from '../actions/action.ts'
import type { SessionRegistration } from '../session/session-state.ts'
import type { Keepers } from './call-watch.ts'
import { prepareCharging } from './charging-context.ts'
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

/** Where a station says how much it takes in one message of each kind (2.x part 2, controllers). */
const LIMITED: ReadonlyMap<string, readonly [component: string, instance: string]> = new Map([
  ['get-variables', ['DeviceDataCtrlr', 'GetVariables']],
  ['set-variables', ['DeviceDataCtrlr', 'SetVariables']],
  ['get-custom-report', ['DeviceDataCtrlr', 'GetReport']],
  ['get-monitoring-report', ['DeviceDataCtrlr', 'GetReport']],
  ['set-variable-monitoring', ['MonitoringCtrlr', 'SetVariableMonitoring']],
  ['clear-variable-monitoring', ['MonitoringCtrlr', 'ClearVariableMonitoring']],
])

/** What 1.6 says otherwise with the security extension. */
const EXTENDED_KINDS: ReadonlySet<string> = new Set(['trigger', 'update-firmware', 'get-log'])

interface Sources extends Keepers {
  readonly deviceModel: DeviceModel
  readonly transactions: Transactions
  readonly certificates: Certificates
  readonly smartCharging: SmartCharging
}

/** Gathers what a command needs; asks the database only for the kinds that do. */
export async function commandContext(
  sources: Sources,
  { version, securityProfile }: Pick<StationFacts, 'version' | 'securityProfile'>,
  registration: SessionRegistration,
  command: Command,
  requestNumber: number,
): Promise<CommandContext> {
  const { deviceModel, transactions, certificates, smartCharging } = sources
  const { kind, request, stationId, partyId } = command
  const needsModel =
    LIMITED.has(kind) || kind === 'certificate-signed' || (version === 'ocpp1.6' && EXTENDED_KINDS.has(kind))
  const variables = needsModel ? await deviceModel.list(everyParty, stationId) : []
  const context: CommandContext = {
    requestNumber,
    registration,
    itemsPerMessage: limit(variables, kind, version, 'ItemsPerMessage') ?? ITEMS_PER_MESSAGE,
    ...known({ bytesPerMessage: limit(variables, kind, version, 'BytesPerMessage') }),
    // Client certificates came to 1.6 with it.
    hasSecurityExtension: securityProfile === 3 || variables.some(({ name }) => SECURITY_KEYS.has(name)),
    ...(await heldContext(sources, command)),
  }
  if (kind === 'certificate-signed') return { ...context, ...longestChain(variables) }
  if ('installedId' in request) {
    const { hashData } = await certificates.installed(stationId, request.installedId)
    return { ...context, installedCertificate: hashData }
  }
  const transactionReference = await referenceOf(transactions, request, partyId)
  const named = transactionReference === undefined ? context : { ...context, transactionReference }
  return await prepareCharging(smartCharging, command, named)
}

async function referenceOf(
  transactions: Transactions,
  request: Command['request'],
  partyId: string,
): Promise<string | undefined> {
  const named = 'reference' in request ? request.reference : undefined
  if (named !== undefined) return named
  if (!('transactionId' in request) || request.transactionId === undefined) return undefined
  return (await transactions.get({ partyIds: [partyId] }, request.transactionId)).reference
}

/** 1.6 CertificateSignedMaxChainSize (security whitepaper §7.3) and 2.x MaxCertificateChainSize, in characters. */
function longestChain(variables: readonly Variable[]): { longestChain?: number } {
  const limit = variables.find(
    ({ name }) => name === 'CertificateSignedMaxChainSize' || name === 'MaxCertificateChainSize',
  )
  const count = Number(limit?.value)
  return Number.isInteger(count) && count > 0 ? { longestChain: count } : {}
}

/** 2.x ItemsPerMessage and BytesPerMessage, and 1.6 §9.1.7 GetConfigurationMaxKeys (F-05); undefined: it has not said. */
function limit(
  variables: readonly Variable[],
  kind: string,
  version: OcppVersion,
  limits: 'ItemsPerMessage' | 'BytesPerMessage',
): number | undefined {
  const [controller, what] = LIMITED.get(kind) ?? []
  const told = variables.find(({ component, name, instance }) =>
    version === 'ocpp1.6'
      ? limits === 'ItemsPerMessage' && name === 'GetConfigurationMaxKeys'
      : component === controller && name === limits && instance === what,
  )
  const count = Number(told?.value)
  return Number.isInteger(count) && count > 0 ? count : undefined
}
