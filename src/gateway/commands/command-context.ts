import type { Command } from '#domain/commands'
import type { Variable } from '#domain/device-model'
import { everyParty, known } from '#kernel'
import type { OcppVersion } from '#ocpp/rpc'
import type { StationFacts } from '../actions/action.ts'
import type { SessionRegistration } from '../session/session-state.ts'
import type { CommandContext } from './command-codec.ts'
import type { CommandGround } from './command-topic.ts'
import { referenceOf } from './reference-of.ts'
import { commandTopics } from './topics/index.ts'

/** Elements put into one call of a station that has not said how many it takes. */
export const ITEMS_PER_MESSAGE = 10

/** 1.6 configuration keys that only a station with the security extension has (security whitepaper §7). */
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

/** What files come or go for. */
const FILE_KINDS: ReadonlySet<string> = new Set(['update-firmware', 'publish-firmware', 'get-log'])

/**
 * Gathers what a command needs; asks the database only for the kinds that do.
 * @throws AppError why it shall not be sent
 */
export async function commandContext(
  ground: CommandGround,
  station: StationFacts,
  registration: SessionRegistration,
  command: Command,
  requestNumber: number,
): Promise<CommandContext> {
  const { deviceModel, transactions } = ground
  const { version, securityProfile } = station
  const { kind, stationId } = command
  const needsModel = LIMITED.has(kind) || FILE_KINDS.has(kind) || (version === 'ocpp1.6' && EXTENDED_KINDS.has(kind))
  const variables = needsModel ? await deviceModel.list(everyParty, stationId) : []
  let context: CommandContext = {
    requestNumber,
    registration,
    preparedAt: new Date(ground.clock.nowMs()),
    itemsPerMessage: limit(variables, kind, version, 'ItemsPerMessage') ?? ITEMS_PER_MESSAGE,
    // Client certificates came to 1.6 with it.
    hasSecurityExtension: securityProfile === 3 || variables.some(({ name }) => SECURITY_KEYS.has(name)),
    ...known({
      fileTransfers: FILE_KINDS.has(kind) ? fileTransfersOf(variables) : undefined,
      bytesPerMessage: limit(variables, kind, version, 'BytesPerMessage'),
      transactionReference: await referenceOf(transactions, command),
    }),
  }
  for (const { prepare } of commandTopics)
    context = { ...context, ...(await prepare?.(ground, command, context, station)) }
  return context
}

/** By its name of 1.6 or of 2.x. */
function fileTransfersOf(variables: readonly Variable[]): string | undefined {
  return variables.find(({ name }) => name === 'SupportedFileTransferProtocols' || name === 'FileTransferProtocols')
    ?.value
}

/** 2.x ItemsPerMessage and BytesPerMessage, and 1.6 §9.1.9 GetConfigurationMaxKeys (F-05); undefined: it has not said. */
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
