import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { derContent, derTags, derTime, readDer, readDerValue, writeDer } from './der.ts'

const value = (tag: number, text: string) => readDerValue(writeDer(tag, Buffer.from(text)))

test('what is written is read again, whatever its length', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 0xbe }), fc.uint8Array({ maxLength: 70_000 }), (number, bytes) => {
      const tag = (number & 0x1f) === 0x1f ? 0x04 : number
      const read = readDerValue(writeDer(tag, bytes))
      expect(read.tag).toBe(tag)
      expect(Buffer.from(read.content).equals(bytes)).toBe(true)
    }),
    { numRuns: 50 },
  )
})

test('bytes of no meaning are refused or read, and never a fault', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      try {
        readDer(bytes)
      } catch (error) {
        expect(error).toMatchObject({ code: 'invalid' })
      }
    }),
  )
})

test.each([
  ['nothing', ''],
  ['a tag alone', '30'],
  ['less than it says', '300500'],
  ['an endless length', '3080'],
  ['a length of five octets', '30850000000001ff'],
  ['a tag of many octets', '1f8101'],
  ['more than one value', '05000500'],
])('%s is no value', (_, hex) => {
  expect(() => readDerValue(Buffer.from(hex, 'hex'))).toThrow(expect.objectContaining({ code: 'invalid' }))
})

test('inside another tag there is nothing', () => {
  expect(() => derContent(value(0x31, ''))).toThrow(expect.objectContaining({ code: 'invalid' }))
  expect(() => derContent(undefined)).toThrow(expect.objectContaining({ code: 'invalid' }))
})

describe('a time', () => {
  test.each([
    [derTags.generalizedTime, '20260301120000Z', '2026-03-01T12:00:00.000Z'],
    [derTags.generalizedTime, '20260301120000.5Z', '2026-03-01T12:00:00.000Z'],
    [derTags.utcTime, '260301120000Z', '2026-03-01T12:00:00.000Z'],
    [derTags.utcTime, '490101000000Z', '2049-01-01T00:00:00.000Z'],
    [derTags.utcTime, '500101000000Z', '1950-01-01T00:00:00.000Z'],
  ])('of tag %i, %s, is %s', (tag, text, moment) => {
    expect(derTime(value(tag, text)).toISOString()).toBe(moment)
  })

  test.each([
    [derTags.generalizedTime, '20261301120000Z'],
    [derTags.generalizedTime, '260301120000Z'],
    [derTags.utcTime, '20260301120000Z'],
    [derTags.utcTime, '2603011200Z'],
    [derTags.utcTime, 'tomorrow'],
  ])('of tag %i is not %s', (tag, text) => {
    expect(() => derTime(value(tag, text))).toThrow(expect.objectContaining({ code: 'invalid' }))
  })
})
