import type { CommandRequests, MonitorToSet } from '#domain/commands'
import type { Monitor } from '#domain/monitoring'
import type * as v21 from '#ocpp/v21'
import type * as v201 from '#ocpp/v201'
import { defined } from '../actions/defined.ts'
import {
  type CommandAnswer,
  type CommandContext,
  type CommandFile,
  say,
  type Unsupported,
  unsupported,
} from './command-codec.ts'
import { messagePieces, TOO_LONG } from './message-pieces.ts'
import { monitorKey, monitorTypes, readMonitorType, readPlace, writeComponent } from './monitor-codec.ts'

type Request = CommandRequests['set-variable-monitoring']
type Data = v21.SetMonitoringDataType

function writeMonitor(monitor: MonitorToSet): Data {
  const { id, name, instance, type, value, severity, duringTransaction, stream } = monitor
  return defined({
    id,
    transaction: duringTransaction,
    value,
    type: monitorTypes[type],
    severity,
    component: writeComponent(monitor),
    variable: defined({ name, instance }),
    periodicEventStream: stream && defined({ interval: stream.intervalS, values: stream.values }),
  })
}

/** The same monitor twice goes into two messages, so that each answer finds its own (N04.FR.10). */
function rounds(data: readonly Data[]): readonly (readonly Data[])[] {
  const seen = new Map<string, number>()
  const result: Data[][] = []
  for (const each of data) {
    const round = seen.get(monitorKey(each)) ?? 0
    seen.set(monitorKey(each), round + 1)
    result[round] = [...(result[round] ?? []), each]
  }
  return result
}

function write(
  monitors: readonly MonitorToSet[],
  context: CommandContext,
): { setMonitoringData: Data[] }[] | Unsupported {
  if (monitors.some(({ stream }) => stream && stream.intervalS === undefined && stream.values === undefined)) {
    return unsupported('a stream needs an interval, a number of values, or both')
  }
  const payloads: { setMonitoringData: Data[] }[] = []
  for (const round of rounds(monitors.map(writeMonitor))) {
    const pieces = messagePieces(round, context)
    if (pieces === undefined) return unsupported(TOO_LONG)
    payloads.push(...pieces.map((piece) => ({ setMonitoringData: [...piece] })))
  }
  return payloads
}

/** 2.0.1 has neither streams nor targets; undefined when it can say all of them. */
function lackingIn201(monitors: readonly MonitorToSet[]): Unsupported | undefined {
  if (monitors.some(({ stream }) => stream)) return unsupported('OCPP 2.0.1 has no event streams')
  const target = monitors.some(({ type }) => type === 'target-delta' || type === 'target-delta-relative')
  return target ? unsupported('OCPP 2.0.1 has no monitors of the distance to a target') : undefined
}

function write201(monitors: readonly MonitorToSet[], context: CommandContext) {
  const payloads = lackingIn201(monitors) ?? write(monitors, context)
  if ('unsupported' in payloads) return payloads
  return payloads.map(({ setMonitoringData }) => ({
    setMonitoringData: setMonitoringData.flatMap(({ type, periodicEventStream: _, ...data }) =>
      type === 'TargetDelta' || type === 'TargetDeltaRelative' ? [] : [{ ...data, type }],
    ),
  }))
}

function readResult(
  result: v201.SetMonitoringResultType | v21.SetMonitoringResultType,
  asked: ReadonlyMap<string, Data>,
): { readonly status: string; readonly monitor?: Omit<Monitor, 'setAt' | 'reportedAt'> } {
  const data = asked.get(monitorKey(result))
  const type = readMonitorType(result.type)
  const id = result.id ?? data?.id
  if (result.status !== 'Accepted' || data === undefined || type === undefined || id === undefined) return result
  const { interval, values } = data.periodicEventStream ?? {}
  const stream = data.periodicEventStream && defined({ intervalS: interval, values })
  const monitor = defined({
    id,
    ...readPlace(result.component, result.variable),
    type,
    value: data.value,
    severity: data.severity,
    duringTransaction: data.transaction ?? false,
    origin: 'custom' as const,
    stream,
  })
  return { status: result.status, monitor }
}

function read(
  { setMonitoringResult }: v201.SetVariableMonitoringResponse | v21.SetVariableMonitoringResponse,
  _: CommandContext,
  { setMonitoringData }: v201.SetVariableMonitoringRequest | v21.SetVariableMonitoringRequest,
): CommandAnswer {
  const asked = new Map(setMonitoringData.map((data) => [monitorKey(data), data]))
  const results = setMonitoringResult.map((result) => readResult(result, asked))
  const monitors = results.flatMap(({ monitor }) => monitor ?? [])
  const refused = results.find(({ status }) => status !== 'Accepted')
  return {
    status: refused?.status ?? 'Accepted',
    accepted: refused === undefined,
    details: {
      monitors: setMonitoringResult.map(({ id, status, type, severity, component, variable, statusInfo }) =>
        defined({
          ...readPlace(component, variable),
          id,
          type: readMonitorType(type) ?? type,
          severity,
          status,
          reasonCode: statusInfo?.reasonCode,
        }),
      ),
    },
    ...(monitors.length === 0 ? {} : { monitoring: { kind: 'set', monitors } }),
  }
}

/** SetVariableMonitoring: 2.x N04, with streams 2.1 N11. */
export const setVariableMonitoring: CommandFile<'set-variable-monitoring'> = {
  'ocpp1.6': () => unsupported('OCPP 1.6 has no monitoring of variables'),
  'ocpp2.0.1': say('ocpp2.0.1', 'SetVariableMonitoring', {
    write: ({ monitors }: Request, context) => write201(monitors, context),
    read,
  }),
  'ocpp2.1': say('ocpp2.1', 'SetVariableMonitoring', {
    write: ({ monitors }: Request, context) => write(monitors, context),
    read,
  }),
}
