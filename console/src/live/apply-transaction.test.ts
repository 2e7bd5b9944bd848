import { describe, expect, test } from 'vitest'
import { aTransaction, LATER, live } from '../testing/samples.ts'
import { applyToRunning, applyToTransaction } from './apply-transaction.ts'

const event = (status: 'active' | 'ended', powerW?: number) =>
  live({
    kind: 'transaction',
    transactionId: 'tx-1',
    reference: '17',
    status,
    evseId: 2,
    energyWh: 750,
    ...(powerW === undefined ? {} : { powerW }),
  } as const)

describe('what is charging now', () => {
  test('gains a transaction with its first event and loses it with its last', () => {
    const running = applyToRunning({}, event('active', 7_400))
    expect(running['tx-1']).toMatchObject({ stationId: 'CS-1', evseId: 2, powerW: 7_400, energyWh: 750 })
    expect(applyToRunning(running, event('ended'))).toEqual({})
  })

  test('keeps the power when an event tells only energy', () => {
    const running = applyToRunning(applyToRunning({}, event('active', 7_400)), event('active'))
    expect(running['tx-1']?.powerW).toBe(7_400)
  })
})

describe('a transaction on the screen', () => {
  test('shows the numbers of its latest event', () => {
    expect(applyToTransaction(aTransaction(), event('active', 6_000))).toMatchObject({
      energyWh: 750,
      powerW: 6_000,
      lastEventAt: LATER,
    })
  })

  test('is not re-opened by a late event', () => {
    expect(applyToTransaction(aTransaction({ status: 'ended' }), event('active', 6_000)).status).toBe('ended')
  })

  test('is left alone by events of others', () => {
    const other = aTransaction({ id: 'tx-2' })
    expect(applyToTransaction(other, event('active'))).toBe(other)
  })
})
