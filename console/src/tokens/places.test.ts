import { expect, test } from 'vitest'
import { placesText, readPlaces } from './places.ts'

test.each([
  ['CS-1', [{ stationId: 'CS-1' }]],
  ['CS-1/2, location:yard', [{ stationId: 'CS-1', evseId: 2 }, { locationId: 'yard' }]],
  ['CS-1/x', [{ stationId: 'CS-1/x' }]],
])('%s is read, and written so again', (text, places) => {
  expect(readPlaces(text)).toEqual(places)
  expect(placesText(places)).toBe(text)
})

test('nothing written is everywhere', () => {
  expect(readPlaces(' , ')).toBeUndefined()
  expect(placesText(undefined)).toBe('')
})
