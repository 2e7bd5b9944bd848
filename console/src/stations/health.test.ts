import { describe, expect, test } from 'vitest'
import type { Presence } from '../api/types.ts'
import { AT, aStation } from '../testing/samples.ts'
import { complaintsAbout, evsesOf, healthOf } from './health.ts'

const now = Date.parse(AT)
const presence = (change: Partial<Presence>) => ({ presence: { ...aStation().presence, ...change } })
const faulted = { evseId: 1, connectorId: 1, status: 'faulted', errorCode: 'GroundFailure', statusAt: AT } as const

const available = { evseId: 1, connectorId: 1, status: 'available', statusAt: AT } as const
const occupied = { evseId: 1, connectorId: 1, status: 'occupied', statusAt: AT } as const
const load = (measured: { powerW?: number }) => ({
  transactions: [{ transactionId: 'tx-1', stationId: 'CS-1', reference: 'r', energyWh: 0, ...measured }],
  powerW: measured.powerW ?? 0,
})

describe('how a station is, in one word', () => {
  test.each([
    ['Charging', {}],
    ['In use', { connectors: [occupied] }],
    ['Online', { connectors: [] }],
    ['Faulted', { connectors: [faulted] }],
    ['Offline', presence({ connected: false })],
    ['Waiting', { admission: 'waiting' } as const],
    ['Refused', { admission: 'refused' } as const],
    ['Not registered', { registration: 'pending' } as const],
  ])('%s', (label, change) => expect(healthOf(aStation(change)).label).toBe(label))

  test('a car that is there charges when power flows, in whatever words its connector says that it is there', () => {
    const station = aStation({ connectors: [occupied] })
    expect(healthOf(station, load({ powerW: 7_400 })).label).toBe('Charging')
    expect(healthOf(station, load({ powerW: 0 })).label).toBe('In use')
  })

  test('a running transaction is use, also where no connector has said a word', () => {
    for (const connectors of [[], [available]]) {
      expect(healthOf(aStation({ connectors }), load({ powerW: 0 })).label).toBe('In use')
      expect(healthOf(aStation({ connectors }), load({})).label).toBe('In use')
    }
  })

  test('what is measured goes before what a connector says', () => {
    expect(healthOf(aStation(), load({})).label).toBe('Charging')
    expect(healthOf(aStation(), load({ powerW: 0 })).label).toBe('In use')
  })

  test('a station nobody has seen yet is not one that went away', () => {
    const { lastSeenAt: _, ...never } = aStation().presence
    expect(healthOf(aStation({ presence: { ...never, connected: false } })).label).toBe('Never seen')
  })

  test('an offline station is not shown with the fault it had', () => {
    expect(healthOf(aStation({ connectors: [faulted], ...presence({ connected: false }) })).label).toBe('Offline')
  })
})

describe('a station that misbehaves shows up as such', () => {
  test('one that does what it should is not spoken of', () => expect(complaintsAbout(aStation(), now)).toEqual([]))

  test('by its faults', () => {
    expect(complaintsAbout(aStation({ connectors: [faulted] }), now)).toEqual(['EVSE 1 is faulted: GroundFailure'])
  })

  test('by messages against the specification, beyond a few', () => {
    expect(complaintsAbout(aStation(presence({ deviationCount: 2 })), now)).toEqual([])
    expect(complaintsAbout(aStation(presence({ deviationCount: 37 })), now)).toEqual(['37 deviations from OCPP'])
  })

  test('by reconnecting often for its age, not by being old', () => {
    const often = presence({ connectionCount: 60 })
    expect(complaintsAbout(aStation({ ...often, createdAt: '2026-11-21T00:00:00.000Z' }), now)).toEqual([
      'reconnects often (60 times)',
    ])
    expect(complaintsAbout(aStation({ ...often, createdAt: '2025-11-21T00:00:00.000Z' }), now)).toEqual([])
  })
})

test('EVSE 0, the station as a whole, is shown only when there is something to say of it', () => {
  const whole = { evseId: 0, connectorId: 0, statusAt: AT }
  const other = aStation().connectors
  expect(
    evsesOf(aStation({ connectors: [{ ...whole, status: 'available' }, ...other] })).map(({ evseId }) => evseId),
  ).toEqual([1, 2])
  expect(
    evsesOf(aStation({ connectors: [{ ...whole, status: 'unavailable' }, ...other] })).map(({ evseId }) => evseId),
  ).toEqual([0, 1, 2])
})
