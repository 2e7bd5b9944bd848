import { AppError, describeFailure, type ErrorCode, newId } from '#kernel'
import { type OcppVersion, parseFrame, type RpcErrorCode, rpcErrorCodes, writeError, writeResult } from '#ocpp/rpc'
import { type Finding, rpcErrorOfViolation } from '#ocpp/schemas'
import type { Reading, Route, Served } from '../actions/route.ts'
import { routeFor } from '../derived-version.ts'
import { describeQuirks, type Mended, mend } from '../quirks/quirks.ts'
import { closeCodes } from './close-code.ts'
import { describeFindings } from './findings.ts'
import { pauseBeforeBoot, pauseBeforeEvents } from './pace.ts'
import type { ServingSession } from './serving-session.ts'
import type { SessionEvent } from './session-event.ts'
import type { InboundCall } from './session-state.ts'

type Ready = Extract<Reading, { outcome: 'ready' }>

/** Failures that pass: the message waits, and the station is not told. */
const passing: ReadonlySet<ErrorCode> = new Set(['unavailable', 'timeout', 'too-many'])

/** Serves one call of a station. Says what came of it, or nothing when that takes a while and is told by itself. */
export function serve(session: ServingSession, call: InboundCall): SessionEvent | undefined {
  const route = routeFor(session.station, call.action)
  if (typeof route === 'string') {
    session.recordCall(call, route)
    return failed(session, call, route, `${call.action.slice(0, 50)} is ${route.replace('-', ' ')}`)
  }
  const { station } = session
  let reading: Reading
  let mended: Mended | undefined
  try {
    const payload = payloadOf(call, station.version)
    mended = mendRequest(session, call, route, payload)
    reading = read(session, call, route, mended?.payload ?? payload)
  } catch (thrown) {
    session.recordCall(call)
    return bug(session, call, thrown)
  }
  if (reading.outcome === 'invalid') {
    const [violation] = reading.violations
    const description = describeFindings(reading.violations)
    session.recordCall(call, note(mended, reading.violations))
    return failed(session, call, violation === undefined ? 'format' : rpcErrorOfViolation(violation), description)
  }
  const { closes, make } = reading
  const deviations = station.spokenAs === undefined ? reading.deviations : []
  const deviated = deviations.length + (mended?.by.length ?? 0)
  if (deviated > 0) session.countDeviations(deviated)
  session.recordCall(call, note(mended, deviations))
  if (make !== undefined) session.learnMake(make)
  if (closes !== undefined) {
    session.host.logger.warn('A station is disconnected', { stationId: station.stationId, reason: closes })
    session.noteEnd(closes)
    return session.hangUp(closeCodes.policyViolation, closes)
  }
  return paced(session, call, reading)
}

/** What the quirks of the station make of it. One that is held to the letter is, except where that would lose energy. */
function mendRequest(
  { mode, quirks }: ServingSession,
  { action }: InboundCall,
  { transactional }: Route,
  payload: object,
): Mended | undefined {
  return mode === 'lenient' || transactional ? mend(quirks, 'requests', action, payload) : undefined
}

function read({ station, mode }: ServingSession, call: InboundCall, route: Route, payload: object): Reading {
  return route.read(payload, { station, receivedAt: new Date(call.receivedMs) }, mode)
}

/** What a call says, let go of once it was asked for. */
function payloadOf(call: InboundCall, version: OcppVersion): object {
  const { payload } = call
  call.payload = undefined
  if (payload !== undefined) return payload
  const parsed = parseFrame(call.frame, version)
  return parsed.type === 'call' || parsed.type === 'send' ? parsed.payload : {}
}

function note(mended: Mended | undefined, findings: readonly Finding[]): string | undefined {
  if (mended === undefined) return findings.length === 0 ? undefined : describeFindings(findings)
  const quirks = describeQuirks(mended.by)
  return findings.length === 0 ? quirks : `${quirks}; ${describeFindings(findings)}`
}

function paced(session: ServingSession, call: InboundCall, reading: Ready): SessionEvent | undefined {
  const waitMs = pauseBefore(session, call, reading)
  if (waitMs === 0) return act(session, call, reading)
  session.host.clock.after(waitMs, () => {
    if (session.handling === call) tell(session, call, act(session, call, reading))
  })
  return undefined
}

function pauseBefore({ host, pace, registration }: ServingSession, { action }: InboundCall, reading: Ready): number {
  const boots = action === 'BootNotification'
  if (!boots && reading.events === 0) return 0
  const nowMs = host.clock.monotonicMs()
  if (!boots) return pauseBeforeEvents(pace, nowMs, reading.events)
  return pauseBeforeBoot(pace, nowMs, registration === 'accepted' ? 0 : host.settings.bootPauseMs)
}

function act(session: ServingSession, call: InboundCall, reading: Ready): SessionEvent | undefined {
  try {
    const served = reading.act(session.host.services)
    if (!(served instanceof Promise)) return answered(session, call, served)
    served.then(
      (done) => tell(session, call, answered(session, call, done)),
      (thrown: unknown) => tell(session, call, onFailure(session, call, thrown)),
    )
    return undefined
  } catch (thrown) {
    return onFailure(session, call, thrown)
  }
}

/** Serves a call again that was read before: it is neither recorded nor counted a second time. */
function actAgain(session: ServingSession, call: InboundCall): SessionEvent | undefined {
  const route = routeFor(session.station, call.action)
  if (typeof route === 'string') return bug(session, call, 'It cannot be read again')
  const payload = payloadOf(call, session.station.version)
  const reading = read(session, call, route, mendRequest(session, call, route, payload)?.payload ?? payload)
  return reading.outcome === 'ready' ? act(session, call, reading) : bug(session, call, 'It cannot be read again')
}

/** The session may have ended, and even another call of it be in hand, while this one was worked on. */
function tell(session: ServingSession, call: InboundCall, event: SessionEvent | undefined): void {
  if (event !== undefined && session.handling === call) session.dispatch(event)
}

function answered(
  session: ServingSession,
  { messageId }: InboundCall,
  { payload, registration, afterwards }: Served,
): SessionEvent {
  const answer = { frame: writeResult(messageId, payload), repeatable: true }
  // The answer leaves in this very turn of the event loop.
  if (afterwards !== undefined) queueMicrotask(afterwards)
  if (registration === undefined) return { type: 'handled', answer }
  session.host.registered(session, registration)
  return { type: 'handled', answer, registration }
}

/**
 * A failure that passes is waited out; when it does not pass in time the connection is closed without an answer, because
 * a CALLERROR makes the station give the message up (1.6 §3.7.1).
 */
function onFailure(session: ServingSession, call: InboundCall, thrown: unknown): SessionEvent | undefined {
  if (!(thrown instanceof AppError)) return bug(session, call, thrown)
  if (!passing.has(thrown.code)) return failed(session, call, rpcErrorCodes[thrown.code], thrown.message)
  const { clock, settings, logger } = session.host
  if (clock.monotonicMs() - session.handlingSinceMs + settings.retryPauseMs <= settings.unavailableWaitMs) {
    clock.after(settings.retryPauseMs, () => {
      if (session.handling === call) tell(session, call, actAgain(session, call))
    })
    return undefined
  }
  const { stationId } = session.station
  logger.error('A message could not be stored in time', {
    stationId,
    action: call.action,
    cause: describeFailure(thrown),
  })
  return session.hangUp(closeCodes.tryAgainLater, 'try again later')
}

function bug(session: ServingSession, call: InboundCall, thrown: unknown): SessionEvent {
  const reference = newId(session.host.clock.nowMs())
  const { stationId } = session.station
  session.host.logger.error('An action failed', { reference, stationId, action: call.action, error: thrown })
  return failed(session, call, 'internal', `reference ${reference}`)
}

function failed(session: ServingSession, call: InboundCall, code: RpcErrorCode, description: string): SessionEvent {
  return { type: 'handled', answer: answerError(session, call, code, description) }
}

/** The CALLERROR that answers a call, counted. */
export function answerError(
  session: ServingSession,
  { messageId, transactional }: InboundCall,
  code: RpcErrorCode,
  description: string,
): { readonly frame: string; readonly repeatable: false } {
  const { counters } = session.host
  counters.callErrors.add(1, { code })
  if (transactional) counters.transactionCallErrors.add(1, { code })
  return { frame: writeError(session.station.version, messageId, { code, description }), repeatable: false }
}
