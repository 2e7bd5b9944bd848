import fc from 'fast-check'
import { expect, test } from 'vitest'
import { writeCall } from '#ocpp/rpc'
import { messagePieces } from './message-pieces.ts'

const context = { requestNumber: 1, registration: 'accepted', hasSecurityExtension: false } as const
const id = '01890000-0000-7000-8000-000000000000'

test('F-05: no message has more elements or is longer than the station takes, and every element is in one, in order', () => {
  const items = fc.array(fc.string({ unit: 'grapheme', maxLength: 40 }), { maxLength: 40 })
  fc.assert(
    fc.property(items, fc.integer({ min: 1, max: 7 }), fc.integer({ min: 300, max: 900 }), (list, most, bytes) => {
      const limits = { ...context, itemsPerMessage: most, bytesPerMessage: bytes }
      const pieces = messagePieces(list, limits) ?? []
      expect(pieces.flat()).toEqual(list)
      for (const piece of pieces) {
        expect(piece.length).toBeGreaterThan(0)
        expect(piece.length).toBeLessThanOrEqual(most)
        const frame = writeCall(id, 'SetVariableMonitoring', { setMonitoringData: piece })
        expect(Buffer.byteLength(frame)).toBeLessThanOrEqual(bytes)
      }
    }),
  )
})

test('F-05: one element that is longer than a message may be goes into none', () => {
  const limits = { ...context, itemsPerMessage: 10, bytesPerMessage: 120 }
  expect(messagePieces(['short', 'x'.repeat(100)], limits)).toBeUndefined()
  expect(messagePieces(['short', 'x'.repeat(100)], { ...context, itemsPerMessage: 10 })).toHaveLength(1)
})
