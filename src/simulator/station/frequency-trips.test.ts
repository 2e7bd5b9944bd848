import { expect, test } from 'vitest'
import { FrequencyTrips, type TripCurve } from './frequency-trips.ts'

const high: TripCurve = {
  mode: 'HFMustTrip',
  points: [
    { x: 51, y: 300 },
    { x: 52, y: 1 },
  ],
}
const low: TripCurve = { mode: 'LFMustTrip', points: [{ x: 49, y: 10 }] }

test('R04 a frequency within the curves trips nothing, and there is nothing to look for', () => {
  expect(new FrequencyTrips().look([high, low], 50.9, 0)).toEqual({})
})

test('R04 one beyond a point trips after the seconds of that point, and not before', () => {
  const trips = new FrequencyTrips()
  expect(trips.look([high, low], 51.5, 0)).toEqual({ nextMs: 300_000 })
  expect(trips.look([high, low], 51.6, 299_999)).toEqual({ nextMs: 300_000 })
  expect(trips.look([high, low], 51.5, 300_000)).toEqual({ tripped: 'HFMustTrip' })
})

test('R04 one that is far beyond trips sooner; what it was beyond of before counts on', () => {
  const trips = new FrequencyTrips()
  trips.look([high], 51.5, 0)
  expect(trips.look([high], 52.1, 200_000)).toEqual({ nextMs: 201_000 })
  expect(trips.look([high], 51.5, 200_500)).toEqual({ nextMs: 300_000 })
})

test('R04 one that has come back within begins to count anew', () => {
  const trips = new FrequencyTrips()
  trips.look([low], 48.9, 0)
  expect(trips.look([low], 49, 9_999)).toEqual({})
  expect(trips.look([low], 48.9, 10_000)).toEqual({ nextMs: 20_000 })
})

test('R04 a curve that is no more trips nothing', () => {
  const trips = new FrequencyTrips()
  trips.look([high], 51.5, 0)
  expect(trips.look([], 51.5, 300_000)).toEqual({})
})
