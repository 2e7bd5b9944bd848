import { describe, expect, test } from 'vitest'
import { live } from '../testing/samples.ts'
import { hintsOf } from './hints.ts'

const transaction = (status: 'active' | 'ended') =>
  live({ kind: 'transaction', transactionId: 'tx-1', reference: '17', status, energyWh: 1 })

describe('what an event makes old without saying how', () => {
  test('a station that changed: it, its variables, the lists', () => {
    expect(hintsOf(live({ kind: 'station-changed' }), new Set())).toEqual([
      ['stations', 'summary'],
      ['stations', 'waiting'],
      ['stations', 'list'],
      ['stations', 'one', 'CS-1'],
      ['stations', 'variables', 'CS-1'],
    ])
  })

  test('lists of transactions only when one begins or ends', () => {
    const known = new Set<string>()
    expect(hintsOf(transaction('active'), known)).toContainEqual(['transactions', 'list'])
    expect(hintsOf(transaction('active'), known)).toEqual([['transactions', 'events', 'tx-1']])
    expect(hintsOf(transaction('ended'), known)).toContainEqual(['transactions', 'list'])
  })

  test('a part of a report makes the variables old, and no other message anything', () => {
    const report = live({ kind: 'message', direction: 'in', frameKind: 'call', action: 'NotifyReport', frame: '[]' })
    expect(hintsOf(report, new Set())).toEqual([['stations', 'variables', 'CS-1']])
    expect(hintsOf(live({ kind: 'message', direction: 'in', frameKind: 'call', frame: '[]' }), new Set())).toEqual([])
  })

  test('an alert that opens or ends: the lists of alerts, and the one that is read', () => {
    const alert = live({ kind: 'alert', alertId: 'a-1', cause: 'faulted', severity: 1, step: 'closed' })
    expect(hintsOf(alert, new Set())).toEqual([['GET /alerts'], ['GET /alerts/{id}']])
  })

  test('a campaign: the lists of its kind and itself, and the schedules where it reboots', () => {
    const counts = { waiting: 1, ordered: 0, succeeded: 0, failed: 0, skipped: 0, rebootsRequired: 0 }
    const campaign = (campaignKind: string) =>
      hintsOf(live({ kind: 'campaign', campaignId: 'c-1', campaignKind, state: 'running', ...counts }), new Set())
    expect(campaign('firmware')).toEqual([
      ['GET /campaigns', { query: { kind: 'firmware' } }],
      ['GET /campaigns/{id}', { params: { id: 'c-1' } }],
      ['GET /campaigns/{id}/stations', { params: { id: 'c-1' } }],
    ])
    expect(campaign('reboot')).toContainEqual(['GET /reboot-schedules'])
  })

  test('the memory of known transactions is bounded', () => {
    const known = new Set(Array.from({ length: 20_000 }, (_, n) => `old-${n}`))
    hintsOf(transaction('active'), known)
    expect([...known]).toEqual(['tx-1'])
  })
})
