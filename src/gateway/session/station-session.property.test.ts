import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { SessionEffect, SessionEvent } from './session-event.ts'
import { INBOX_LIMIT, initialState, KEPT_LIMIT, QUEUE_LIMIT, type SessionState } from './session-state.ts'
import { step } from './station-session.ts'

/** What a history is made of; the ids are chosen when it is played, so that replies can be right or wrong on purpose. */
const deed = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('ask' as const), whilePending: fc.boolean() }) },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('call' as const),
      action: fc.constantFrom('Heartbeat', 'BootNotification', 'TransactionEvent'),
      wantsAnswer: fc.boolean(),
      repeats: fc.boolean(),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('handled' as const),
      repeatable: fc.boolean(),
      registration: fc.constantFrom(undefined, 'accepted' as const, 'pending' as const, 'rejected' as const),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constantFrom('reply' as const, 'stray' as const, 'timeout' as const, 'undelivered' as const),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('late-timeout' as const, 'close' as const) }) },
)
type Deed = typeof deed extends fc.Arbitrary<infer T> ? T : never

const histories = fc.tuple(
  fc.constantFrom('accepted' as const, 'pending' as const, 'unbooted' as const, 'rejected' as const),
  fc.array(deed, { maxLength: 200 }),
)

interface Trace {
  asked: string[]
  called: { id: string; wantsAnswer: boolean }[]
  effects: SessionEffect[]
  states: SessionState[]
}

function play([registration, deeds]: [Parameters<typeof initialState>[0], Deed[]], then: SessionEvent[] = []): Trace {
  let state = initialState(registration)
  const trace: Trace = { asked: [], called: [], effects: [], states: [] }
  const happen = (event: SessionEvent) => {
    const [next, effects] = step(state, event)
    state = next
    trace.effects.push(...effects)
    trace.states.push(next)
  }
  for (const one of deeds) happen(toEvent(one, state, trace))
  for (const event of then) happen(event)
  return trace
}

function toEvent(one: Deed, state: SessionState, trace: Trace): SessionEvent {
  switch (one.do) {
    case 'ask': {
      const messageId = `ours-${trace.asked.length}`
      trace.asked.push(messageId)
      const call = { messageId, action: 'Reset', payload: {}, timeoutMs: 1, whilePending: one.whilePending }
      return { type: 'command', call }
    }
    case 'call': {
      const last = trace.called.length - 1
      const n = one.repeats && last >= 0 ? last : trace.called.length
      const id = `theirs-${n}`
      const wantsAnswer = trace.called[n]?.wantsAnswer ?? one.wantsAnswer
      trace.called.push({ id, wantsAnswer })
      const { action } = one
      const transactional = action === 'TransactionEvent'
      const call = {
        messageId: id,
        action,
        payload: {},
        frame: '',
        wantsAnswer,
        transactional,
        repeatKey: n + 1,
        receivedMs: 0,
      }
      return { type: 'call', call }
    }
    case 'handled': {
      const frame = `answer to ${state.handling?.messageId}`
      const { repeatable, registration } = one
      const booted = state.handling?.action === 'BootNotification' && registration !== undefined
      return { type: 'handled', answer: { frame, repeatable }, ...(booted ? { registration } : {}) }
    }
    case 'reply':
      return { type: 'reply', messageId: state.awaiting?.messageId ?? 'none', reply: { kind: 'result', payload: {} } }
    case 'stray':
      return { type: 'reply', messageId: 'never sent', reply: { kind: 'result', payload: {} } }
    case 'undelivered':
      return { type: 'undelivered', messageId: state.awaiting?.messageId ?? 'none' }
    case 'timeout':
      return { type: 'timeout', messageId: state.awaiting?.messageId ?? 'none' }
    case 'late-timeout':
      return { type: 'timeout', messageId: trace.asked[0] ?? 'none' }
    case 'close':
      return { type: 'closed' }
  }
}

function idsOf(trace: Trace, type: 'settle' | 'send-call'): string[] {
  return trace.effects.flatMap((effect) => (effect.type === type ? [effect.call.messageId] : []))
}

test('in every history each command is settled exactly once', () => {
  fc.assert(
    fc.property(histories, (history) => {
      const trace = play(history, [{ type: 'closed' }])
      expect(idsOf(trace, 'settle').sort()).toEqual([...trace.asked].sort())
    }),
    { numRuns: 500 },
  )
})

test('B-01: in no history are two of our calls in flight, and they go out in the order they were asked', () => {
  fc.assert(
    fc.property(histories, (history) => {
      const trace = play(history)
      let inFlight: string | undefined
      for (const effect of trace.effects) {
        if (effect.type === 'send-call') {
          expect(inFlight).toBeUndefined()
          inFlight = effect.call.messageId
        }
        if (effect.type === 'settle' && effect.call.messageId === inFlight) inFlight = undefined
      }
      const sent = idsOf(trace, 'send-call').map((id) => Number(id.slice('ours-'.length)))
      expect(sent).toEqual([...sent].sort((a, b) => a - b))
    }),
    { numRuns: 500 },
  )
})

test('B-20: in every history calls are handled one at a time, in order, each answered before the next', () => {
  fc.assert(
    fc.property(histories, (history) => {
      const trace = play(history)
      const order = trace.called.map(({ id }) => id)
      let at = 0
      for (const effect of trace.effects) {
        if (effect.type !== 'answer' && effect.type !== 'refuse' && effect.type !== 'handle') continue
        const id = effect.call.messageId
        // A repeat shares its id with its original, so "not before" is all the order can say of it.
        expect(order.lastIndexOf(id)).toBeGreaterThanOrEqual(at)
        at = Math.max(at, order.indexOf(id))
      }
    }),
    { numRuns: 500 },
  )
})

test('in every history that runs on, each call is answered once or known as a repeat, and no SEND is answered', () => {
  fc.assert(
    fc.property(histories, ([registration, deeds]) => {
      const open = deeds.filter((one) => one.do !== 'close')
      const rest = Array.from(
        { length: deeds.length },
        (): Deed => ({ do: 'handled', repeatable: true, registration: undefined }),
      )
      const trace = play([registration, [...open, ...rest]])
      const answered = new Map<string, number>()
      for (const effect of trace.effects) {
        if (effect.type !== 'answer' && effect.type !== 'refuse' && effect.type !== 'repeat-in-hand') continue
        if (effect.type !== 'repeat-in-hand') expect(effect.call.wantsAnswer).toBe(true)
        answered.set(effect.call.messageId, (answered.get(effect.call.messageId) ?? 0) + 1)
      }
      for (const { id } of trace.called.filter((call) => call.wantsAnswer)) {
        expect(answered.get(id)).toBe(trace.called.filter((call) => call.id === id).length)
      }
    }),
    { numRuns: 500 },
  )
})

test('in every history the bounds hold, and what is empty takes no room', () => {
  fc.assert(
    fc.property(histories, (history) => {
      for (const state of play(history).states) {
        expect(state.queue?.length ?? 1).toBeGreaterThan(0)
        expect(state.inbox?.length ?? 1).toBeGreaterThan(0)
        expect(state.queue?.length ?? 0).toBeLessThanOrEqual(QUEUE_LIMIT)
        expect(state.inbox?.length ?? 0).toBeLessThanOrEqual(INBOX_LIMIT)
        expect(state.kept?.length ?? 0).toBeLessThanOrEqual(KEPT_LIMIT)
        expect(state.overdue?.length ?? 0).toBeLessThanOrEqual(KEPT_LIMIT)
        expect(state.queue === undefined || state.awaiting !== undefined).toBe(true)
      }
    }),
    { numRuns: 500 },
  )
})
