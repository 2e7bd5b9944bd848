import type { Registration } from '#domain/stations'
import type { SessionEffect, SessionEvent } from './session-event.ts'
import {
  type Answer,
  defaultLimits,
  INBOX_LIMIT,
  type InboundCall,
  initialState,
  KEPT_FRAME_LIMIT,
  KEPT_LIMIT,
  type KeptAnswer,
  type OutboundCall,
  type Reply,
  type SessionLimits,
  type SessionState,
} from './session-state.ts'

type Step = [SessionState, SessionEffect[]]

/**
 * The state machine of one connected station: pure, so that every history can be replayed. In each direction one call
 * is in flight at a time (2.0.1 part 4 §4.1.1); the two directions never wait for each other.
 */
export function step(state: SessionState, event: SessionEvent, limits: SessionLimits = defaultLimits): Step {
  if (state.closed) return afterClose(state, event)
  switch (event.type) {
    case 'command':
      return onCommand(state, event.call, limits)
    case 'call':
      return onCall(state, event.call, limits)
    case 'handled':
      return onHandled(state, event.answer, event.registration, limits)
    case 'reply':
      return onReply(state, event.messageId, event.reply)
    case 'timeout':
      return onTimeout(state, event.messageId)
    case 'undelivered':
      return onUndelivered(state, event.messageId)
    case 'closed':
      return onClosed(state)
  }
}

/** Nothing happens to a closed session but that whoever still asks is told. */
function afterClose(state: SessionState, event: SessionEvent): Step {
  if (event.type !== 'command') return [state, []]
  return [state, [{ type: 'settle', call: event.call, outcome: { kind: 'lost' } }]]
}

function onCommand(state: SessionState, call: OutboundCall, { commandQueueLimit }: SessionLimits): Step {
  if (!mayAsk(state.registration, call)) {
    return [state, [{ type: 'settle', call, outcome: { kind: 'not-registered' } }]]
  }
  if (state.queue !== undefined && state.queue.length >= commandQueueLimit) {
    return [state, [{ type: 'settle', call, outcome: { kind: 'overflow' } }]]
  }
  return sendNext({ ...state, queue: state.queue === undefined ? [call] : [...state.queue, call] }, [])
}

/** A rejected station is asked nothing (2.0.1 B03.FR.03), a pending one only what prepares it (B02.FR.05). */
function mayAsk(registration: SessionState['registration'], call: OutboundCall): boolean {
  return registration === 'accepted' || (registration !== 'rejected' && call.whilePending)
}

function sendNext(state: SessionState, effects: SessionEffect[]): Step {
  const [call, ...rest] = state.queue ?? []
  if (state.awaiting !== undefined || call === undefined) return [state, effects]
  effects.push({ type: 'send-call', call }, { type: 'start-timer', call })
  const expected =
    call.triggers === undefined ? state.expected : [...new Set([...(state.expected ?? []), ...call.triggers])]
  return [{ ...state, awaiting: call, queue: rest.length === 0 ? undefined : rest, expected }, effects]
}

function onReply(state: SessionState, messageId: string, reply: Reply): Step {
  const call = state.awaiting
  if (call === undefined || call.messageId !== messageId) return onStrayReply(state, messageId, reply)
  const effects: SessionEffect[] = [{ type: 'stop-timer' }]
  if (reply.kind === 'result' && reply.fault !== undefined) {
    effects.push({ type: 'send-fault', messageId, fault: reply.fault })
  }
  effects.push({ type: 'settle', call, outcome: reply })
  return sendNext({ ...state, awaiting: undefined }, effects)
}

/** A reply nobody waits for frees nothing and matches nothing (B-01, B-04). */
function onStrayReply(state: SessionState, messageId: string, reply: Reply): Step {
  const call = state.overdue?.find((overdue) => overdue.messageId === messageId)
  if (call === undefined) return [state, [{ type: 'unknown-reply', messageId }]]
  const rest = state.overdue?.filter((overdue) => overdue !== call)
  return [{ ...state, overdue: rest?.length === 0 ? undefined : rest }, [{ type: 'late-reply', call, reply }]]
}

function onTimeout(state: SessionState, messageId: string): Step {
  const call = state.awaiting
  if (call === undefined || call.messageId !== messageId) return [state, []]
  const overdue = [...(state.overdue ?? []), call].slice(-KEPT_LIMIT)
  return sendNext({ ...state, awaiting: undefined, overdue }, [
    { type: 'settle', call, outcome: { kind: 'timed-out' } },
  ])
}

function onUndelivered(state: SessionState, messageId: string): Step {
  const call = state.awaiting
  if (call === undefined || call.messageId !== messageId) return [state, []]
  return sendNext({ ...state, awaiting: undefined }, [
    { type: 'stop-timer' },
    { type: 'settle', call, outcome: { kind: 'lost' } },
  ])
}

function onClosed(state: SessionState): Step {
  const effects: SessionEffect[] = state.awaiting === undefined ? [] : [{ type: 'stop-timer' }]
  const lost = state.awaiting === undefined ? [] : [state.awaiting]
  for (const call of [...lost, ...(state.queue ?? [])]) {
    effects.push({ type: 'settle', call, outcome: { kind: 'lost' } })
  }
  return [{ ...initialState(state.registration), closed: true }, effects]
}

function onCall(state: SessionState, call: InboundCall, limits: SessionLimits): Step {
  // The common case, a station that keeps the call rule, takes no detour over the inbox.
  if (
    state.handling === undefined &&
    state.inbox === undefined &&
    lets(state, call) &&
    keptAnswer(state, call) === undefined
  ) {
    return [{ ...state, handling: call }, [{ type: 'handle', call }]]
  }
  if (isInHand(state, call)) return [state, [{ type: 'repeat-in-hand', call }]]
  const inbox = state.inbox === undefined ? [call] : [...state.inbox, call]
  if (inbox.length > INBOX_LIMIT) return [state, [{ type: 'close-flooded' }]]
  const pause = inbox.length >= limits.inboundQueueLimit && !state.paused
  const effects: SessionEffect[] = pause ? [{ type: 'pause-reading' }] : []
  return serveNext({ ...state, inbox, paused: state.paused || pause }, effects, limits)
}

/** Takes the next inbound call in hand; what needs no handling is answered on the way. */
function serveNext(state: SessionState, effects: SessionEffect[], { inboundQueueLimit }: SessionLimits): Step {
  if (state.handling !== undefined || state.inbox === undefined) return [state, effects]
  let taken = 0
  let handling: InboundCall | undefined
  for (const call of state.inbox) {
    taken += 1
    const kept = keptAnswer(state, call)
    if (!lets(state, call)) effects.push(...refusal(call))
    else if (kept !== undefined) effects.push({ type: 'answer', call, frame: kept.frame, repeated: true })
    else {
      handling = call
      effects.push({ type: 'handle', call })
      break
    }
  }
  const inbox = taken === state.inbox.length ? undefined : state.inbox.slice(taken)
  const resume = state.paused && (inbox?.length ?? 0) <= inboundQueueLimit / 4
  if (resume) effects.push({ type: 'resume-reading' })
  return [{ ...state, handling, inbox, paused: state.paused && !resume }, effects]
}

function onHandled(
  state: SessionState,
  answer: Answer,
  registration: Registration | undefined,
  limits: SessionLimits,
): Step {
  const call = state.handling
  if (call === undefined) return [state, []]
  const effects: SessionEffect[] = []
  if (answer.frame !== undefined && call.wantsAnswer) {
    effects.push({ type: 'answer', call, frame: answer.frame, repeated: false })
  }
  const next = { ...state, handling: undefined, kept: keep(state.kept, call, answer) }
  return serveNext(registration === undefined ? next : register(next, registration, effects), effects, limits)
}

/** Only a BootNotification gets past the gate of a station that is not accepted (2.0.1 B01.FR.10, B02.FR.09). */
function lets(state: SessionState, call: InboundCall): boolean {
  if (state.registration === 'accepted' || call.action === 'BootNotification') return true
  if (state.registration === 'rejected') return false
  if (state.registration === 'unbooted' && call.transactional) return true
  return state.expected?.includes(call.action) ?? false
}

/** A SEND is never answered, not even with an error (2.1 N15.FR.02). */
function refusal(call: InboundCall): SessionEffect[] {
  return call.wantsAnswer ? [{ type: 'refuse', call }] : []
}

function register(state: SessionState, registration: Registration, effects: SessionEffect[]): SessionState {
  const queue = state.queue?.filter((call) => mayAsk(registration, call))
  for (const call of state.queue ?? []) {
    if (!mayAsk(registration, call)) effects.push({ type: 'settle', call, outcome: { kind: 'not-registered' } })
  }
  return {
    ...state,
    registration,
    queue: queue?.length === 0 ? undefined : queue,
    expected: registration === 'pending' ? state.expected : undefined,
  }
}

function isInHand(state: SessionState, call: InboundCall): boolean {
  if (call.repeatKey === 0) return false
  if (state.handling?.repeatKey === call.repeatKey) return true
  return state.inbox?.some((waiting) => waiting.repeatKey === call.repeatKey) ?? false
}

function keptAnswer(state: SessionState, call: InboundCall): KeptAnswer | undefined {
  if (call.repeatKey === 0 || state.kept === undefined) return undefined
  return state.kept.find((kept) => kept.repeatKey === call.repeatKey)
}

function keep(kept: SessionState['kept'], call: InboundCall, { frame, repeatable }: Answer): SessionState['kept'] {
  if (!repeatable || call.repeatKey === 0 || !call.wantsAnswer) return kept
  if (frame === undefined || frame.length > KEPT_FRAME_LIMIT) return kept
  const { repeatKey } = call
  return kept === undefined ? [{ repeatKey, frame }] : [...kept.slice(1 - KEPT_LIMIT), { repeatKey, frame }]
}
