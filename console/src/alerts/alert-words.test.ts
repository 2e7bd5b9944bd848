import { describe, expect, test } from 'vitest'
import type { Alert } from '#api-client'
import { severityTone } from '../station/monitoring/severity.ts'
import { AT, LATER } from '../testing/samples.ts'
import { alertsByStation, byGravity, placeWords, severityWords } from './alert-words.ts'

const anAlert = (change: Partial<Alert> = {}): Alert => ({
  id: 'a-1',
  partyId: 'p',
  stationId: 'CS-1',
  cause: 'faulted',
  severity: 1,
  detail: '',
  since: AT,
  openedAt: AT,
  lastAt: AT,
  times: 1,
  ...change,
})

describe('how grave an alert is', () => {
  test('stands in the words of OCPP 2.x, 0 being the gravest', () => {
    expect(severityWords(0)).toBe('0 · Danger')
    expect(severityWords(9)).toBe('9 · Debug')
  })
  test('colours it: failures red, warnings yellow, the rest not at all', () => {
    expect([0, 3, 4, 6, 7, undefined].map(severityTone)).toEqual(['bad', 'bad', 'warn', 'warn', 'quiet', 'quiet'])
  })
  test('comes first in a list, and of the same the newest', () => {
    const sorted = [
      anAlert({ id: 'old', severity: 3 }),
      anAlert({ id: 'new', severity: 3, openedAt: LATER }),
      anAlert({ id: 'grave', severity: 0 }),
    ].toSorted(byGravity)
    expect(sorted.map(({ id }) => id)).toEqual(['grave', 'new', 'old'])
  })
})

test('an alert of the station as a whole has no place in it', () => {
  expect(placeWords({})).toBeUndefined()
  expect(placeWords({ evseId: 0, connectorId: 0 })).toBeUndefined()
  expect(placeWords({ evseId: 2 })).toBe('EVSE 2')
  expect(placeWords({ evseId: 2, connectorId: 1 })).toBe('EVSE 2, connector 1')
})

test('the mark of a station is of its gravest alert', () => {
  const byStation = alertsByStation([
    anAlert({ id: 'mild', severity: 6 }),
    anAlert({ id: 'grave' }),
    anAlert({ stationId: 'CS-2' }),
  ])
  expect(byStation.get('CS-1')?.map(({ id }) => id)).toEqual(['grave', 'mild'])
  expect(byStation.get('CS-3')).toBeUndefined()
})
