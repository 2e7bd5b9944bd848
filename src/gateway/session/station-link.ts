import type { ShownCertificate } from '#domain/certificates'
import type { AcceptedCertificate, StationMake } from '#domain/stations'
import { newId, type Subscription, type Timer } from '#kernel'
import { type Frame, FrameMemory, parseFrame, writeAnswerToMalformed, writeCall, writeResultError } from '#ocpp/rpc'
import type { Mode } from '#ocpp/schemas'
import type { OcppConnection } from '#ocpp/transport'
import type { StationFacts } from '../actions/action.ts'
import { routeFor } from '../derived-version.ts'
import { type FrameRecord, MessageLog } from '../message-log.ts'
import type { Quirk } from '../quirks/quirk.ts'
import { describeQuirks, mend, mendFrame, NO_QUIRKS, quirksOf } from '../quirks/quirks.ts'
import { closeCodes } from './close-code.ts'
import { judgeReply } from './judge-reply.ts'
import type { Pace } from './pace.ts'
import { repeatKey } from './repeat-key.ts'
import { answerError, serve } from './serve.ts'
import type { ServingSession } from './serving-session.ts'
import type { SessionEffect, SessionEvent } from './session-event.ts'
import type { SessionHost } from './session-host.ts'
import {
  type CallOutcome,
  type InboundCall,
  initialState,
  type OutboundCall,
  type Reply,
  type SessionRegistration,
  type SessionState,
} from './session-state.ts'
import { step } from './station-session.ts'

interface Asked extends Partial<AskedFor> {
  settle(outcome: CallOutcome): void
}

/** What whoever asks wants to know and say of a call that may have to wait for others. */
export interface AskedFor {
  /** Called when the call is on the wire. */
  sent(): void
  /** False when it has waited too long by now: then it is not sent, and is lost. */
  mayBeSent(): boolean
}

/** A call to be made: its message id is chosen here. */
export type NewCall = Omit<OutboundCall, 'messageId' | 'timeoutMs'>

interface Shown extends AcceptedCertificate {
  readonly certificate: ShownCertificate
}

/** The shell around one station's reducer: turns frames into events, and carries effects out. */
export class StationLink implements ServingSession {
  readonly station: StationFacts
  readonly mode: Mode
  readonly host: SessionHost
  connection: OcppConnection | undefined
  /** Taken from the database once the socket is open. */
  epoch: number | undefined
  /** The newest epoch somebody else is known to have taken. */
  newerEpoch = 0
  answering: Subscription | undefined
  /** The certificate it came in with, until that is entered. */
  shown: Shown | undefined
  /** By what the station said when it last booted: the same list for all stations that have none. */
  quirks: readonly Quirk[] = NO_QUIRKS
  /** Departures from the specification since the last contact was written. */
  deviations = 0
  contactWrittenMs = 0
  /** When the call in hand was taken up. */
  handlingSinceMs = 0
  lastBootMs = Number.NEGATIVE_INFINITY
  eventsDueMs = Number.NEGATIVE_INFINITY
  #state: SessionState
  #timer: Timer | undefined
  #asked: Map<string, Asked> | undefined
  #liveSubject: string | undefined
  #memory: FrameMemory | undefined
  #settling: PromiseWithResolvers<void> | undefined

  constructor(host: SessionHost, station: StationFacts, registration: SessionRegistration, mode: Mode) {
    this.host = host
    this.station = station
    this.mode = mode
    this.#state = initialState(registration)
  }

  /** The link itself: an object of its own would cost every idle station memory. */
  get pace(): Pace {
    return this
  }

  get registration(): SessionRegistration {
    return this.#state.registration
  }

  get isClosed(): boolean {
    return this.#state.closed
  }

  /** The call in hand, if any. */
  get handling(): InboundCall | undefined {
    return this.#state.handling
  }

  /** Asks the station; resolves however it ends, never rejects. */
  ask(call: NewCall, wanted: Partial<AskedFor> = {}): Promise<CallOutcome> {
    const messageId = newId(this.host.clock.nowMs())
    return new Promise((settle) => {
      this.#asked ??= new Map()
      this.#asked.set(messageId, { ...wanted, settle })
      this.dispatch({ type: 'command', call: { ...call, messageId, timeoutMs: this.host.settings.callTimeoutMs } })
    })
  }

  /** Why the station cannot be asked this over the wire it is connected by. */
  lacks({ action, payload }: Pick<NewCall, 'action' | 'payload'>): string | undefined {
    return this.connection?.lacks?.(action, { ...payload })
  }

  /** Ends the connection; what was asked is lost, what is in hand gets no answer. */
  end(code: number, reason: string): void {
    this.dispatch(this.hangUp(code, reason))
  }

  /** The same because the station must not go on; taken down as a security event. */
  endForSecurity(reason: string): void {
    this.end(closeCodes.policyViolation, reason)
    this.noteEnd(reason)
  }

  noteEnd(reason: string): void {
    const { stationId, partyId } = this.station
    const { remoteAddress } = this.connection ?? {}
    this.host.securityLog.note({ stationId, partyId, type: 'ConnectionEnded', reason, facts: { remoteAddress } })
  }

  hangUp(code: number, reason: string): SessionEvent {
    this.connection?.close(code, reason)
    return { type: 'closed' }
  }

  /** Resolves once every message that has been taken is answered; undefined when none waits. */
  whenSettled(): Promise<void> | undefined {
    if (!this.#isBusy()) return undefined
    this.#settling ??= Promise.withResolvers()
    return this.#settling.promise
  }

  #isBusy(): boolean {
    return this.#state.handling !== undefined || this.#state.inbox !== undefined
  }

  /** Takes one frame of the station; `said` is what came over the wire, where that is another text. */
  receive(text: string, said?: string): void {
    if (FrameMemory.isWorth(text)) this.#memory ??= new FrameMemory()
    const came = parseFrame(text, this.station.version, this.#memory)
    const mended = came.type === 'malformed' ? this.#mendReply(text) : undefined
    const frame = mended?.frame ?? came
    if ('deviations' in frame && frame.deviations !== undefined) this.countDeviations(frame.deviations.length)
    switch (frame.type) {
      case 'call':
      case 'send':
        this.dispatch({ type: 'call', call: this.#inboundCall(frame, text, said) })
        return
      case 'result':
        this.#receiveReply(
          frame.messageId,
          { kind: 'result', payload: frame.payload },
          said ?? text,
          oddities(frame, mended?.by),
        )
        return
      case 'error': {
        const { messageId, wireCode: code, description } = frame
        this.#receiveReply(messageId, { kind: 'error', code, description }, said ?? text, oddities(frame, mended?.by))
        return
      }
      case 'resultError':
        this.record({ direction: 'in', kind: 'result-error', messageId: frame.messageId, frame: text })
        return
      default:
        this.#receiveOddity(frame, text)
    }
  }

  /** Tries once more with what the quirks of the station make of a reply that says nothing as it is. */
  #mendReply(text: string): { frame: Frame; by: string } | undefined {
    const mended = this.mode === 'strict' ? undefined : mendFrame(this.quirks, text)
    if (mended === undefined) return undefined
    const frame = parseFrame(mended.text, this.station.version)
    if (frame.type !== 'result' && frame.type !== 'error') return undefined
    this.countDeviations(1)
    return { frame, by: describeQuirks([mended.by]) }
  }

  dispatch(event: SessionEvent): void {
    let next: SessionEvent | undefined = event
    while (next !== undefined) {
      const [state, effects]: [SessionState, SessionEffect[]] = step(this.#state, next, this.host.settings)
      this.#state = state
      next = undefined
      for (const effect of effects) next = this.#carryOut(effect) ?? next
    }
    if (this.#settling !== undefined && !this.#isBusy()) this.#settling.resolve()
  }

  learnMake(make: StationMake): void {
    this.quirks = quirksOf(this.station.version, make)
  }

  countDeviations(count: number): void {
    this.deviations += count
    this.host.counters.deviations.add(count)
  }

  record(record: FrameRecord, atMs = this.host.clock.nowMs()): void {
    this.#liveSubject ??= MessageLog.subjectOf(this.station)
    this.host.messageLog.record(this.station, this.#liveSubject, atMs, record)
  }

  recordCall(call: InboundCall, about?: string): void {
    const { messageId, action, wantsAnswer, receivedMs, oddities, said: frame = call.frame } = call
    const kind = wantsAnswer ? 'call' : 'send'
    const note = oddities === undefined || about === undefined ? (oddities ?? about) : `${oddities}; ${about}`
    const record = { direction: 'in', kind, messageId, action, frame } as const
    this.record(note === undefined ? record : { ...record, note }, receivedMs)
  }

  /** Carries out one effect; an effect that ends at once says what comes of it. */
  #carryOut(effect: SessionEffect): SessionEvent | undefined {
    switch (effect.type) {
      case 'handle':
        this.handlingSinceMs = this.host.clock.monotonicMs()
        return serve(this, effect.call)
      case 'answer':
        if (effect.repeated) this.recordCall(effect.call, 'a repeat, answered as before')
        this.#sendAnswer(effect.call, effect.frame)
        return undefined
      case 'refuse':
        this.recordCall(effect.call, 'the station is not accepted')
        this.#sendAnswer(effect.call, answerError(this, effect.call, 'security', 'not accepted yet').frame)
        return undefined
      case 'repeat-in-hand':
        this.recordCall(effect.call, 'a repeat of a message that is still being handled')
        return undefined
      case 'send-call':
        return this.#sendCall(effect.call)
      case 'send-fault':
        if (this.station.version === 'ocpp2.1') {
          const frame = writeResultError(effect.messageId, effect.fault)
          this.#send(frame, { direction: 'out', kind: 'result-error', messageId: effect.messageId, frame })
        }
        return undefined
      case 'settle':
        this.#settle(effect.call.messageId, effect.outcome)
        return undefined
      case 'start-timer': {
        const { messageId, timeoutMs } = effect.call
        this.#timer = this.host.clock.after(timeoutMs, () => this.dispatch({ type: 'timeout', messageId }))
        return undefined
      }
      case 'stop-timer':
        this.#timer?.cancel()
        this.#timer = undefined
        return undefined
      case 'pause-reading':
        this.connection?.pause()
        return undefined
      case 'resume-reading':
        this.connection?.resume()
        return undefined
      case 'close-flooded':
        this.host.logger.warn('A station floods and is disconnected', { stationId: this.station.stationId })
        this.noteEnd('too many messages at once')
        return this.hangUp(closeCodes.policyViolation, 'too many messages at once')
      case 'late-reply':
        this.host.counters.strayReplies.add(1, { kind: 'late' })
        return undefined
      case 'unknown-reply':
        this.host.counters.strayReplies.add(1, { kind: 'unknown' })
        return undefined
    }
  }

  #inboundCall(frame: Extract<Frame, { type: 'call' | 'send' }>, text: string, said?: string): InboundCall {
    const { messageId, action, payload } = frame
    const route = routeFor(this.station, action)
    const known = typeof route === 'string' ? undefined : route
    return {
      messageId,
      action,
      payload,
      frame: text,
      wantsAnswer: frame.type === 'call',
      transactional: known?.transactional ?? false,
      repeatKey: known?.keyless === true ? repeatKey(text) : 0,
      receivedMs: this.host.clock.nowMs(),
      oddities: oddities(frame),
      ...(said === undefined ? {} : { said }),
    }
  }

  #receiveReply(messageId: string, reply: Reply, text: string, oddities: string | undefined): void {
    const { awaiting, overdue } = this.#state
    const call = awaiting?.messageId === messageId ? awaiting : overdue?.find((late) => late.messageId === messageId)
    const judged = call === awaiting && awaiting !== undefined ? judgeReply(this, awaiting, reply) : { reply }
    const said =
      judged.note === undefined ? oddities : oddities === undefined ? judged.note : `${oddities}; ${judged.note}`
    const note = call === undefined ? 'answers nothing we asked' : call === awaiting ? said : 'came too late'
    const kind = reply.kind === 'result' ? 'result' : 'error'
    const record = { direction: 'in', kind, messageId, frame: text } as const
    const action = call === undefined ? undefined : { action: call.action }
    this.record({ ...record, ...action, ...(note === undefined ? {} : { note }) })
    this.dispatch({ type: 'reply', messageId, reply: judged.reply })
  }

  #receiveOddity(frame: Extract<Frame, { type: 'unknownType' | 'malformed' }>, text: string): void {
    const note = frame.type === 'malformed' ? frame.reason : `message type ${frame.messageType} is not known`
    const id = frame.messageId === undefined ? {} : { messageId: frame.messageId }
    this.record({ direction: 'in', kind: 'unreadable', frame: text, note, ...id })
    if (frame.type === 'unknownType') return
    const answer = writeAnswerToMalformed(this.station.version, frame)
    if (answer === undefined) return
    this.host.counters.callErrors.add(1, { code: frame.code })
    this.#send(answer, { direction: 'out', kind: 'error', frame: answer, ...id })
  }

  #sendCall({ messageId, action, payload }: OutboundCall): SessionEvent | undefined {
    const asked = this.#asked?.get(messageId)
    if (asked?.mayBeSent?.() === false) return { type: 'undelivered', messageId }
    const fit = this.mode === 'strict' ? undefined : mend(this.quirks, 'calls', action, payload)
    const frame = writeCall(messageId, action, fit?.payload ?? payload)
    const note = fit === undefined ? undefined : { note: describeQuirks(fit.by) }
    this.#send(frame, { direction: 'out', kind: 'call', messageId, action, frame, ...note })
    asked?.sent?.()
    return undefined
  }

  #sendAnswer({ messageId, action }: InboundCall, frame: string): void {
    const kind = frame.startsWith('[3') ? 'result' : 'error'
    this.#send(frame, { direction: 'out', kind, messageId, action, frame })
  }

  #send(frame: string, record: FrameRecord): void {
    this.connection?.send(frame)
    const worded = this.connection?.worded?.()
    this.record(worded === undefined ? record : { ...record, frame: worded })
  }

  #settle(messageId: string, outcome: CallOutcome): void {
    const asked = this.#asked?.get(messageId)
    this.#asked?.delete(messageId)
    if (this.#asked?.size === 0) this.#asked = undefined
    asked?.settle(outcome)
  }
}

/** How a frame departs from the specification though it could be read, with the quirk that made it readable. */
function oddities(frame: Frame, quirk?: string): string | undefined {
  const deviations = 'deviations' in frame ? frame.deviations?.join(', ') : undefined
  return deviations === undefined || quirk === undefined ? (quirk ?? deviations) : `${quirk}; ${deviations}`
}
