import { describe, expect, test } from 'vitest'
import { AT, aStation, LATER, live } from '../testing/samples.ts'
import { applyToStation } from './apply-station.ts'

describe('a station on the screen', () => {
  test('shows a connector’s new status, with its error', () => {
    const event = live({ kind: 'status', evseId: 1, connectorId: 1, status: 'faulted', errorCode: 'GroundFailure' })
    expect(applyToStation(aStation(), event).connectors).toEqual([
      { evseId: 1, connectorId: 1, status: 'faulted', errorCode: 'GroundFailure', statusAt: LATER },
      { evseId: 2, connectorId: 1, status: 'charging', statusAt: AT },
    ])
  })

  test('gains a connector it had not reported, in its place', () => {
    const event = live({ kind: 'status', evseId: 1, connectorId: 2, status: 'available' })
    const places = applyToStation(aStation(), event).connectors.map(({ evseId, connectorId }) => [evseId, connectorId])
    expect(places).toEqual([
      [1, 1],
      [1, 2],
      [2, 1],
    ])
  })

  test('goes offline and comes back', () => {
    const gone = applyToStation(aStation(), live({ kind: 'station-disconnected' }))
    expect(gone.presence).toMatchObject({ connected: false, disconnectedAt: LATER })
    const back = applyToStation(gone, live({ kind: 'station-connected' }, '2026-11-21T10:00:09.000Z'))
    expect(back.presence).toMatchObject({ connected: true, connectedAt: '2026-11-21T10:00:09.000Z' })
  })

  test('was in contact when it said something, not when it was spoken to', () => {
    const message = { kind: 'message', frameKind: 'call', frame: '[]' } as const
    const spokenTo = applyToStation(aStation(), live({ ...message, direction: 'out' }))
    expect(spokenTo.presence.lastSeenAt).toBe(AT)
    expect(applyToStation(aStation(), live({ ...message, direction: 'in' })).presence.lastSeenAt).toBe(LATER)
  })

  test('does not travel back in time with a late event', () => {
    const late = live(
      { kind: 'transaction', transactionId: 't', reference: '1', status: 'active', energyWh: 1 },
      '2026-11-21T09:00:00.000Z',
    )
    expect(applyToStation(aStation(), late).presence.lastSeenAt).toBe(AT)
  })

  test('is the same object after an event of another, so that its row is not drawn again', () => {
    const station = aStation({ id: 'CS-2' })
    expect(applyToStation(station, live({ kind: 'station-disconnected' }))).toBe(station)
  })
})
