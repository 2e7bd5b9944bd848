import { AppError, type ErrorCode, newId } from '#kernel'
import { type RpcErrorCode, rpcErrorCodes, writeError, writeResult } from '#ocpp/rpc'
import { type Deviation, rpcErrorOfViolation, type Violation } from '#ocpp/schemas'
import type { Reading, Served } from '../actions/route.ts'
import { routeOf } from '../actions/routes.ts'
import type { SessionEvent } from './session-event.ts'
import type { InboundCall } from './session-state.ts'
import { POLICY_VIOLATION, type StationLink, TRY_AGAIN_LATER } from './station-link.ts'

type Ready = Extract<Reading, { outcome: 'ready' }>

/** Failures that pass: the message waits, and the station is not told. */
const passing: ReadonlySet<ErrorCode> = new Set(['unavailable', 'timeout', 'too-many'])

/** Serves one call of a station. Says what came of it, or nothing when that takes a while and is told by itself. */
export function serve(link: StationLink, call: InboundCall): SessionEvent | undefined {
  const route = routeOf(link.station.version, call.action)
  if (typeof route === 'string') {
    link.recordCall(call, route)
    return failed(link, call, route, `${call.action.slice(0, 50)} is ${route.replace('-', ' ')}`)
  }
  const { station, mode } = link
  let reading: Reading
  try {
    reading = route.read(call.payload, { station, receivedAt: new Date(call.receivedMs) }, mode)
  } catch (thrown) {
    link.recordCall(call)
    return bug(link, call, thrown)
  }
  if (reading.outcome === 'invalid') {
    const [violation] = reading.violations
    const description = describeFindings(reading.violations)
    link.recordCall(call, description)
    return failed(link, call, violation === undefined ? 'format' : rpcErrorOfViolation(violation), description)
  }
  const { deviations, closes } = reading
  if (deviations.length > 0) link.countDeviations(deviations.length)
  link.recordCall(call, deviations.length > 0 ? describeFindings(deviations) : undefined)
  if (closes !== undefined) {
    link.host.logger.warn('A station is disconnected', { stationId: station.stationId, reason: closes })
    link.connection?.close(POLICY_VIOLATION, closes)
    return { type: 'closed' }
  }
  return act(link, call, reading)
}

function act(link: StationLink, call: InboundCall, reading: Ready): SessionEvent | undefined {
  try {
    const served = reading.act(link.host.services)
    if (!(served instanceof Promise)) return answered(link, call, served)
    served.then(
      (done) => tell(link, call, answered(link, call, done)),
      (thrown: unknown) => tell(link, call, onFailure(link, call, reading, thrown)),
    )
    return undefined
  } catch (thrown) {
    return onFailure(link, call, reading, thrown)
  }
}

/** The session may have ended, and even another call of it be in hand, while this one was worked on. */
function tell(link: StationLink, call: InboundCall, event: SessionEvent | undefined): void {
  if (event !== undefined && link.handling === call) link.dispatch(event)
}

function answered(link: StationLink, { messageId }: InboundCall, { payload, registration }: Served): SessionEvent {
  const answer = { frame: writeResult(messageId, payload), repeatable: true }
  if (registration === undefined) return { type: 'handled', answer }
  link.host.registered(link, registration)
  return { type: 'handled', answer, registration }
}

/**
 * A failure that passes is waited out; when it does not pass in time the connection is closed without an answer, because
 * a CALLERROR makes the station give the message up (1.6 §3.7.1).
 */
function onFailure(link: StationLink, call: InboundCall, reading: Ready, thrown: unknown): SessionEvent | undefined {
  if (!(thrown instanceof AppError)) return bug(link, call, thrown)
  if (!passing.has(thrown.code)) return failed(link, call, rpcErrorCodes[thrown.code], thrown.message)
  const { clock, settings, logger } = link.host
  if (clock.monotonicMs() - link.handlingSinceMs + settings.retryPauseMs <= settings.unavailableWaitMs) {
    clock.after(settings.retryPauseMs, () => {
      if (link.handling === call) tell(link, call, act(link, call, reading))
    })
    return undefined
  }
  const { stationId } = link.station
  logger.error('A message could not be stored in time', { stationId, action: call.action, reason: thrown.message })
  link.connection?.close(TRY_AGAIN_LATER, 'try again later')
  return { type: 'closed' }
}

function bug(link: StationLink, call: InboundCall, thrown: unknown): SessionEvent {
  const reference = newId(link.host.clock.nowMs())
  const { stationId } = link.station
  link.host.logger.error('An action failed', { reference, stationId, action: call.action, error: thrown })
  return failed(link, call, 'internal', `reference ${reference}`)
}

function failed(link: StationLink, call: InboundCall, code: RpcErrorCode, description: string): SessionEvent {
  return { type: 'handled', answer: answerError(link, call, code, description) }
}

/** The CALLERROR that answers a call, counted. */
export function answerError(
  link: StationLink,
  { messageId, transactional }: InboundCall,
  code: RpcErrorCode,
  description: string,
): { readonly frame: string; readonly repeatable: false } {
  const { counters } = link.host
  counters.callErrors.add(1, { code })
  if (transactional) counters.transactionCallErrors.add(1, { code })
  return { frame: writeError(link.station.version, messageId, { code, description }), repeatable: false }
}

/** What deviates, for people to read. */
export function describeFindings(findings: readonly (Deviation | Violation)[]): string {
  return findings
    .map(({ path, description, times }) => `${path}: ${description}${times > 1 ? ` (${times} times)` : ''}`)
    .join('; ')
}
