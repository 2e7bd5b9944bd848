import { expect, test } from 'vitest'
import { ManualClock } from '#kernel'
import { type CallOutcome, Outbox, type OutgoingCall, TRANSACTION_QUEUE_LIMIT } from './outbox.ts'

function openOutbox(retryKeepsId = true) {
  const clock = new ManualClock()
  const sent: { messageId: string; action: string }[] = []
  let ids = 0
  const outbox = new Outbox({
    clock,
    retryKeepsId,
    patience: () => ({ timeoutMs: 30_000, attempts: 3, attemptIntervalMs: 10_000 }),
    transmit: (messageId, { action }) => sent.push({ messageId, action }),
    newMessageId: () => `m${++ids}`,
  })
  return { clock, outbox, sent }
}

const call = (action: string, lane: OutgoingCall['lane'], more: Partial<OutgoingCall> = {}): OutgoingCall => ({
  action,
  lane,
  payload: () => ({}),
  ...more,
})
const done: CallOutcome = { type: 'result', payload: {} }
const refused: CallOutcome = { type: 'error', code: 'internal' }

test('B-01 one call in flight, ordinary ones before transaction messages', () => {
  const { outbox, sent } = openOutbox()
  outbox.open('all')
  outbox.call(call('First', 'transaction'))
  outbox.call(call('Second', 'transaction'))
  outbox.call(call('Heartbeat', 'ordinary'))
  expect(sent.map(({ action }) => action)).toEqual(['First'])
  outbox.answered('m1', done)
  outbox.answered('m3', done)
  expect(sent.map(({ action }) => action)).toEqual(['First', 'Heartbeat', 'Second'])
})

test('B-04 an answer nobody waits for frees nothing', () => {
  const { outbox, sent } = openOutbox()
  outbox.open('all')
  outbox.call(call('First', 'ordinary'))
  outbox.call(call('Second', 'ordinary'))
  outbox.answered('m2', done)
  expect(sent).toHaveLength(1)
})

test('an ordinary call that is not answered is over after the timeout, and the next one goes', () => {
  const { outbox, sent, clock } = openOutbox()
  const outcomes: CallOutcome[] = []
  outbox.open('all')
  outbox.call(call('First', 'ordinary', { settled: (outcome) => outcomes.push(outcome) }))
  outbox.call(call('Second', 'ordinary'))
  clock.advance(30_000)
  outbox.answered('m1', done)
  expect(outcomes).toEqual([{ type: 'timeout' }])
  expect(sent).toHaveLength(2)
})

test('D-10 a refused transaction message holds back those behind it until it is given up', () => {
  const { outbox, sent, clock } = openOutbox(false)
  const outcomes: CallOutcome[] = []
  outbox.open('all')
  outbox.call(call('Start', 'transaction', { settled: (outcome) => outcomes.push(outcome) }))
  outbox.call(call('Stop', 'transaction'))
  outbox.answered('m1', refused)
  clock.advance(10_000)
  outbox.answered('m3', refused)
  clock.advance(20_000)
  outbox.answered('m4', refused)
  expect(sent.map(({ action }) => action)).toEqual(['Start', 'Start', 'Start', 'Stop'])
  expect(outcomes).toEqual([refused])
})

test('a lost connection loses ordinary calls, keeps transaction messages, and counts as no failure', () => {
  const { outbox, sent } = openOutbox()
  const outcomes: CallOutcome[] = []
  outbox.open('all')
  outbox.call(call('Stop', 'transaction'))
  outbox.call(call('Heartbeat', 'ordinary', { settled: (outcome) => outcomes.push(outcome) }))
  for (let times = 0; times < 5; times += 1) {
    outbox.close()
    outbox.open('all')
  }
  expect(outcomes).toEqual([{ type: 'lost' }])
  expect(sent.map(({ messageId }) => messageId)).toEqual(['m1', 'm1', 'm1', 'm1', 'm1', 'm1'])
})

test('E-05 a full memory drops every second meter value, never a beginning or an end', () => {
  const { outbox } = openOutbox()
  let dropped = 0
  outbox.call(call('Started', 'transaction'))
  for (let count = 1; count < TRANSACTION_QUEUE_LIMIT; count += 1) {
    outbox.call(call('Updated', 'transaction', { expendable: true, settled: () => (dropped += 1) }))
  }
  expect(dropped).toBe(0)
  outbox.call(call('Ended', 'transaction'))
  expect(dropped).toBe(Math.floor((TRANSACTION_QUEUE_LIMIT - 1) / 2))
  expect(outbox.transactionBacklog).toBe(TRANSACTION_QUEUE_LIMIT - dropped + 1)
})

test('before acceptance only BootNotification leaves; while Pending also what was triggered', () => {
  const { outbox, sent } = openOutbox()
  outbox.open('boot')
  outbox.call(call('Heartbeat', 'ordinary', { triggered: true }))
  outbox.call(call('Authorize', 'ordinary'))
  outbox.call(call('BootNotification', 'boot'))
  expect(sent.map(({ action }) => action)).toEqual(['BootNotification'])
  outbox.answered('m3', done)
  outbox.open('triggered')
  expect(sent.map(({ action }) => action)).toEqual(['BootNotification', 'Heartbeat'])
})
