import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { OCPP_VERSIONS } from '#ocpp/rpc'
import { mend, mendFrame, NO_QUIRKS, quirks, quirksOf } from './quirks.ts'

const ways = ['requests', 'replies', 'calls'] as const

/** A make that has each quirk, so that none is left out of the properties below. */
const makes: Readonly<Record<string, { vendor: string; model: string; firmwareVersion: string }>> = {
  'alfen-meter-values': { vendor: 'Alfen BV', model: 'NG910-60023', firmwareVersion: '4.15.7-4054' },
  'grizzl-e-configuration': { vendor: 'United Chargers', model: 'Grizzl-E Smart', firmwareVersion: 'GWM-07.013-03' },
  'grizzl-e-empty-list': { vendor: 'United Chargers', model: 'GRS-*', firmwareVersion: '05.43' },
  'grizzl-e-unlock': { vendor: 'UnitedChargers', model: 'Grizzl-E Smart Connect', firmwareVersion: '05.43' },
}

const words = ['meterValue', 'sampledValue', 'transactionId', 'context', 'unit', 'status', 'key', 'measurand'] as const
const values = fc.oneof(
  fc.constantFrom<unknown>(2 ** 63, 'A', 'CurrentMax', 'Accepted', null, -1, ['MeterInterval']),
  fc.jsonValue({ maxDepth: 2 }),
)
/** Payloads that look like what quirks look for, and are anything. */
const flat = fc.dictionary(fc.constantFrom(...words), values)
const listed = (inner: fc.Arbitrary<object>) =>
  fc.dictionary(fc.constantFrom(...words), fc.oneof(values, fc.array(fc.oneof(inner, values), { maxLength: 3 })))
const payload = listed(listed(flat))
const action = fc.constantFrom(
  ...new Set(quirks.flatMap((quirk) => ways.flatMap((way) => Object.keys(quirk[way] ?? {})))),
  ...['Heartbeat', 'constructor', '__proto__', 'toString', ''],
)
const way = fc.constantFrom(...ways)

function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null) {
    for (const inner of Object.values(value)) frozen(inner)
    Object.freeze(value)
  }
  return value
}

describe('choosing', () => {
  test('each quirk concerns the make it was seen on, in its version alone', () => {
    expect(Object.keys(makes).sort()).toEqual(quirks.map(({ name }) => name).sort())
    for (const quirk of quirks) {
      const make = makes[quirk.name] ?? {}
      for (const version of OCPP_VERSIONS) {
        expect(quirksOf(version, make).includes(quirk), `${quirk.name} in ${version}`).toBe(version === quirk.version)
      }
    }
  })

  test('no other vendor has any, whatever its model and firmware are called', () => {
    const known = new RegExp(
      Object.values(makes)
        .map(({ vendor }) => vendor.slice(0, 5))
        .join('|'),
      'i',
    )
    const vendor = fc
      .option(fc.string({ unit: 'grapheme' }), { nil: undefined })
      .filter((name) => !known.test(name ?? ''))
    const other = fc.constantFrom(
      ...Object.values(makes).flatMap(({ model, firmwareVersion }) => [model, firmwareVersion]),
    )
    fc.assert(
      fc.property(fc.constantFrom(...OCPP_VERSIONS), vendor, other, other, (version, name, model, firmwareVersion) => {
        const make = { model, firmwareVersion, ...(name === undefined ? {} : { vendor: name }) }
        expect(quirksOf(version, make)).toBe(NO_QUIRKS)
      }),
    )
  })

  test('a firmware without the habit is left alone', () => {
    const names = (firmwareVersion: string) =>
      quirksOf('ocpp1.6', { vendor: 'United Chargers', firmwareVersion }).map(({ name }) => name)
    expect(names('GWM-07.013-03')).toContain('grizzl-e-configuration')
    expect(names('05.43')).not.toContain('grizzl-e-configuration')
  })
})

describe('mending', () => {
  test('without a quirk nothing is touched', () => {
    fc.assert(
      fc.property(way, action, payload, (where, name, said) => {
        expect(mend(NO_QUIRKS, where, name, said)).toBeUndefined()
        expect(mendFrame(NO_QUIRKS, JSON.stringify(said))).toBeUndefined()
      }),
    )
  })

  test('whatever is said no quirk fails, changes what it was given, or finds something twice', () => {
    let mends = 0
    fc.assert(
      fc.property(way, action, payload, (where, name, said) => {
        for (const quirk of quirks) {
          const mended = mend([quirk], where, name, frozen(said))
          if (mended === undefined) continue
          mends += 1
          expect(mended.by).toEqual([quirk.name])
          expect(mended.payload).not.toEqual(said)
          expect(mend([quirk], where, name, mended.payload)).toBeUndefined()
        }
      }),
      { numRuns: 500 },
    )
    expect(mends).toBeGreaterThan(0)
  })

  test('a frame that can be read is never asked about, and one that cannot is changed or left', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const mended = mendFrame(quirks, text)
        expect(mended === undefined || mended.text !== text).toBe(true)
      }),
    )
  })
})

test('each quirk has a line in docs/quirks.md, and each line there its quirk', () => {
  const page = readFileSync(join(import.meta.dirname, '../../../docs/quirks.md'), 'utf8')
  const lines = [...page.matchAll(/^\| `([^`]+)` \|/gm)].map(([, name]) => name)
  expect(lines.toSorted()).toEqual(quirks.map(({ name }) => name).toSorted())
})
