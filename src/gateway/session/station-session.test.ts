import { expect, test } from 'vitest'
import type { SessionEffect, SessionEvent } from './session-event.ts'
import {
  type Answer,
  defaultLimits,
  INBOX_LIMIT,
  type InboundCall,
  initialState,
  KEPT_FRAME_LIMIT,
  KEPT_LIMIT,
  type OutboundCall,
  PAUSE_AT,
  QUEUE_LIMIT,
  type SessionLimits,
  type SessionRegistration,
  type SessionState,
} from './session-state.ts'
import { step } from './station-session.ts'

function ask(messageId: string, more: Partial<OutboundCall> = {}): SessionEvent {
  const call = { messageId, action: 'Reset', payload: {}, timeoutMs: 30_000, whilePending: false, ...more }
  return { type: 'command', call }
}

function told(messageId: string, more: Partial<InboundCall> = {}): SessionEvent {
  const base = {
    messageId,
    action: 'Heartbeat',
    payload: {},
    frame: '',
    wantsAnswer: true,
    transactional: false,
    receivedMs: 0,
  }
  return { type: 'call', call: { ...base, repeatKey: 0, ...more } }
}

function handled(frame: string, more: Partial<Answer> = {}): SessionEvent {
  return { type: 'handled', answer: { frame, repeatable: true, ...more } }
}

function reply(messageId: string): SessionEvent {
  return { type: 'reply', messageId, reply: { kind: 'result', payload: { status: 'Accepted' } } }
}

/** Plays events and keeps what came of them, in words short enough to read. */
function play(registration: SessionRegistration, ...events: SessionEvent[]): { state: SessionState; seen: string[] } {
  return playWithin(defaultLimits, registration, events)
}

function playWithin(limits: SessionLimits, registration: SessionRegistration, events: readonly SessionEvent[]) {
  let state = initialState(registration)
  const seen: string[] = []
  for (const event of events) {
    const [next, effects] = step(state, event, limits)
    state = next
    seen.push(...effects.map(inWords))
  }
  return { state, seen }
}

function inWords(effect: SessionEffect): string {
  switch (effect.type) {
    case 'settle':
      return `settle ${effect.call.messageId} ${effect.outcome.kind}`
    case 'answer':
      return `answer ${effect.call.messageId} ${effect.frame}`
    case 'send-fault':
    case 'unknown-reply':
      return `${effect.type} ${effect.messageId}`
    default:
      return 'call' in effect ? `${effect.type} ${effect.call.messageId}` : effect.type
  }
}

test('G-03: a call that did not reach the station is lost, and the next goes out; one that is over stays as it ended', () => {
  const lost: SessionEvent = { type: 'undelivered', messageId: 'a' }
  expect(play('accepted', ask('a'), ask('b'), lost, lost).seen).toEqual([
    'send-call a',
    'start-timer a',
    'stop-timer',
    'settle a lost',
    'send-call b',
    'start-timer b',
  ])
  expect(play('accepted', ask('a'), reply('a'), lost).seen.at(-1)).toBe('settle a result')
})

test('B-01: a second command waits until the first is answered, then goes out', () => {
  const { seen } = play('accepted', ask('a'), ask('b'), reply('a'))
  expect(seen).toEqual([
    'send-call a',
    'start-timer a',
    'stop-timer',
    'settle a result',
    'send-call b',
    'start-timer b',
  ])
})

test('B-01: a timeout frees the slot, and the late reply is recorded, not matched to the next call', () => {
  const { seen } = play('accepted', ask('a'), ask('b'), { type: 'timeout', messageId: 'a' }, reply('a'), reply('b'))
  expect(seen.slice(2)).toEqual([
    'settle a timed-out',
    'send-call b',
    'start-timer b',
    'late-reply a',
    'stop-timer',
    'settle b result',
  ])
})

test('B-01: a timer that fires after its call was answered changes nothing', () => {
  const before = play('accepted', ask('a'), reply('a'), ask('b'))
  expect(step(before.state, { type: 'timeout', messageId: 'a' })).toEqual([before.state, []])
})

test('B-02: a call of the station is served while ours is outstanding, and the other way round', () => {
  const { seen } = play('accepted', ask('a'), told('1'), handled('[3,"1",{}]'), reply('a'))
  expect(seen.slice(2)).toEqual(['handle 1', 'answer 1 [3,"1",{}]', 'stop-timer', 'settle a result'])
})

test('B-03: a SEND is handled and never answered, not even by a station that is not accepted', () => {
  const send = told('1', { wantsAnswer: false })
  expect(play('accepted', send, handled('[3,"1",{}]')).seen).toEqual(['handle 1'])
  expect(play('pending', send).seen).toEqual([])
})

test('B-04: a reply with an unknown id is ignored and does not free the slot', () => {
  const { state, seen } = play('accepted', ask('a'), ask('b'), reply('zzz'))
  expect(seen.slice(2)).toEqual(['unknown-reply zzz'])
  expect(state.awaiting?.messageId).toBe('a')
})

test('B-05: a faulty result settles its call and is refused by CALLRESULTERROR, never by CALLERROR', () => {
  const fault = { code: 'property-constraint', description: 'status' } as const
  const { seen } = play('accepted', ask('a'), {
    type: 'reply',
    messageId: 'a',
    reply: { kind: 'result', payload: {}, fault },
  })
  expect(seen.slice(2)).toEqual(['stop-timer', 'send-fault a', 'settle a result'])
})

test('B-10: a repeat of an answered call gets the same answer and is not handled again', () => {
  const call = told('1', { repeatKey: 7 })
  const { seen } = play('accepted', call, handled('[3,"1",{"n":1}]'), call)
  expect(seen).toEqual(['handle 1', 'answer 1 [3,"1",{"n":1}]', 'answer 1 [3,"1",{"n":1}]'])
})

test('B-10: a repeat of a call still in hand or still waiting is served by its one answer', () => {
  const first = told('1', { repeatKey: 7 })
  const second = told('2', { repeatKey: 8 })
  expect(play('accepted', first, second, first, second).seen).toEqual([
    'handle 1',
    'repeat-in-hand 1',
    'repeat-in-hand 2',
  ])
})

test('B-10: the same id with another payload is another call', () => {
  const { seen } = play('accepted', told('1', { repeatKey: 7 }), handled('x'), told('1', { repeatKey: 8 }))
  expect(seen).toEqual(['handle 1', 'answer 1 x', 'handle 1'])
})

test('B-10: an error is not kept, so that the repeat gets another chance', () => {
  const call = told('1', { repeatKey: 7 })
  expect(play('accepted', call, handled('[4]', { repeatable: false }), call).seen.at(-1)).toBe('handle 1')
})

test(`B-10: no more than ${KEPT_LIMIT} answers are kept, and none longer than ${KEPT_FRAME_LIMIT} characters`, () => {
  const events = [1, 2, 3, 4, 5, 6].flatMap((n) => [told(`${n}`, { repeatKey: n }), handled(`answer ${n}`)])
  const long = [told('7', { repeatKey: 7 }), handled('x'.repeat(KEPT_FRAME_LIMIT + 1))]
  expect(play('accepted', ...events, ...long).state.kept?.map((kept) => kept.repeatKey)).toEqual([3, 4, 5, 6])
})

test('B-20: calls are handled one at a time and answered in the order they came', () => {
  const { seen } = play('accepted', told('1'), told('2'), told('3'), handled('a'), handled('b'), handled('c'))
  expect(seen).toEqual(['handle 1', 'answer 1 a', 'handle 2', 'answer 2 b', 'handle 3', 'answer 3 c'])
})

test('C-01: a pending station may boot and send what it was asked for; all else is refused', () => {
  const trigger = ask('t', { action: 'TriggerMessage', whilePending: true, triggers: ['StatusNotification'] })
  const { seen } = play(
    'pending',
    told('1'),
    trigger,
    told('2', { action: 'StatusNotification' }),
    handled('a'),
    told('3', { action: 'BootNotification' }),
  )
  expect(seen).toEqual(['refuse 1', 'send-call t', 'start-timer t', 'handle 2', 'answer 2 a', 'handle 3'])
})

test('C-01: what waits behind a BootNotification is judged by its answer', () => {
  const boot = told('1', { action: 'BootNotification' })
  const accepted: SessionEvent = {
    type: 'handled',
    answer: { frame: 'ok', repeatable: true },
    registration: 'accepted',
  }
  expect(play('unbooted', boot, told('2'), accepted).seen).toEqual(['handle 1', 'answer 1 ok', 'handle 2'])
  const rejected: SessionEvent = { ...accepted, registration: 'rejected' }
  expect(play('unbooted', boot, told('2'), rejected).seen).toEqual(['handle 1', 'answer 1 ok', 'refuse 2'])
})

test('C-01: a station that never booted may deliver transactions, and nothing else', () => {
  expect(play('unbooted', told('1'), told('2', { action: 'TransactionEvent', transactional: true })).seen).toEqual([
    'refuse 1',
    'handle 2',
  ])
})

test('C-02 B03.FR.03: a rejected station is asked nothing, and what waited for it is settled', () => {
  expect(play('rejected', ask('a', { whilePending: true })).seen).toEqual(['settle a not-registered'])
  const boot = told('1', { action: 'BootNotification' })
  const rejected: SessionEvent = {
    type: 'handled',
    answer: { frame: 'no', repeatable: true },
    registration: 'rejected',
  }
  const { seen } = play('accepted', ask('a'), ask('b'), boot, rejected)
  expect(seen.slice(2)).toEqual(['handle 1', 'answer 1 no', 'settle b not-registered'])
})

test('C-03: a pending station may be configured, but no charge is started on it', () => {
  expect(play('pending', ask('a', { whilePending: true }), ask('b')).seen).toEqual([
    'send-call a',
    'start-timer a',
    'settle b not-registered',
  ])
})

test('C-05: a station that comes back without booting is served as it was registered', () => {
  expect(play('accepted', told('1')).seen).toEqual(['handle 1'])
})

test('a closed session loses what it was asked, once, and does nothing more', () => {
  const { seen } = play(
    'accepted',
    ask('a'),
    ask('b'),
    told('1'),
    { type: 'closed' },
    handled('late'),
    reply('a'),
    ask('c'),
  )
  expect(seen.slice(3)).toEqual(['stop-timer', 'settle a lost', 'settle b lost', 'settle c lost'])
})

test(`no more than ${QUEUE_LIMIT} commands wait behind the one in flight`, () => {
  const asked = Array.from({ length: QUEUE_LIMIT + 2 }, (_, n) => ask(`${n}`))
  expect(play('accepted', ...asked).seen.slice(2)).toEqual([`settle ${QUEUE_LIMIT + 1} overflow`])
})

test(`a station that sends without waiting is not read while ${PAUSE_AT} calls wait, and again at a quarter of them`, () => {
  const calls = Array.from({ length: PAUSE_AT + 1 }, (_, n) => told(`${n}`))
  expect(play('accepted', ...calls).seen.filter((word) => word.endsWith('reading'))).toEqual(['pause-reading'])
  const answers = Array.from({ length: PAUSE_AT - PAUSE_AT / 4 }, () => handled('a'))
  expect(play('accepted', ...calls, ...answers).seen.at(-1)).toBe('resume-reading')
  expect(play('accepted', ...calls, ...answers.slice(1)).seen).not.toContain('resume-reading')
})

test('the bounds are the ones that are set', () => {
  const limits = { commandQueueLimit: 1, inboundQueueLimit: 2 }
  expect(playWithin(limits, 'accepted', [ask('a'), ask('b'), ask('c')]).seen.at(-1)).toBe('settle c overflow')
  const calls = [told('1'), told('2'), told('3')]
  expect(playWithin(limits, 'accepted', calls.slice(0, 2)).seen).not.toContain('pause-reading')
  expect(playWithin(limits, 'accepted', calls).seen.at(-1)).toBe('pause-reading')
  const { seen } = playWithin(limits, 'accepted', [...calls, handled('a'), handled('b')])
  expect(seen.filter((word) => word === 'resume-reading')).toHaveLength(1)
})

test(`a peer with more than ${INBOX_LIMIT} calls waiting floods, and is closed`, () => {
  const calls = Array.from({ length: INBOX_LIMIT + 2 }, (_, n) => told(`${n}`))
  const { state, seen } = play('accepted', ...calls)
  expect(seen.at(-1)).toBe('close-flooded')
  expect(state.inbox?.length).toBe(INBOX_LIMIT)
})
