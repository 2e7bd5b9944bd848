import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { OcppVersion } from '#ocpp/rpc'
import { arbitraryPayload } from '#test/arbitrary-payload'
import { alwaysAnswered } from './assumptions.ts'
import { checkPayload } from './check-payload.ts'
import * as ready16 from './generated/v16.js'
import * as ready21 from './generated/v21.js'
import * as ready201 from './generated/v201.js'
import { Review } from './review.ts'
import type { Direction, Schema, SchemaSource, ValidatorTable } from './schema.ts'

const versions: [OcppVersion, { schemas: SchemaSource; validators: ValidatorTable }][] = [
  ['ocpp1.6', ready16],
  ['ocpp2.0.1', ready201],
  ['ocpp2.1', ready21],
]

interface Message {
  readonly name: string
  readonly schema: Schema
  readonly judge: (payload: unknown) => boolean
}

function messagesOf({ schemas, validators }: { schemas: SchemaSource; validators: ValidatorTable }): Message[] {
  const directions: [Direction, string][] = [
    ['request', 'Request'],
    ['response', 'Response'],
  ]
  return Object.entries(validators).flatMap(([action, judges]) =>
    directions.flatMap(([direction, suffix]) => {
      const judge = judges[direction]
      const name = `${action}${suffix}` in schemas.messages ? `${action}${suffix}` : action
      const schema = schemas.messages[name]
      return judge === undefined || schema === undefined ? [] : [{ name, schema, judge }]
    }),
  )
}

/** A payload with one thing changed somewhere inside: replaced, taken away, or added. */
function spoilt(payload: unknown, steps: readonly number[], value: unknown): unknown {
  if (typeof payload !== 'object' || payload === null) return value
  const names = Object.keys(payload)
  const [step = 0, ...rest] = steps
  const name = names[step % (names.length + 1)]
  if (name === undefined) return Array.isArray(payload) ? [...payload, value] : { ...payload, surplus: value }
  if (rest.length === 0) {
    const kept = Object.entries(payload).filter(([other]) => other !== name)
    return Array.isArray(payload) ? kept.map(([, element]) => element) : Object.fromEntries(kept)
  }
  const inner = spoilt(Reflect.get(payload, name), rest, value)
  if (!Array.isArray(payload)) return { ...payload, [name]: inner }
  return payload.map((element, at) => (String(at) === name ? inner : element))
}

const place = fc.array(fc.nat({ max: 20 }), { minLength: 1, maxLength: 5 })
const value = fc.oneof(
  fc.jsonValue({ maxDepth: 1 }),
  fc.constantFrom('1', '1.5', '.5', '0x10', 'Infinity', 'true', 0, 1, -1, 1.05, null, '', 'x'.repeat(60)),
)
/** One to three changes, so that what is found first cannot hide what comes after. */
const changes = fc.array(fc.tuple(place, value), { minLength: 1, maxLength: 3 })

function spoil(payload: unknown, all: readonly [number[], unknown][]): unknown {
  return all.reduce((changed, [steps, other]) => spoilt(changed, steps, other), payload)
}

/** Whether a 2.x TransactionEvent still says which transaction it is of: without, it is about nothing. */
function namesItsTransaction(payload: unknown): boolean {
  const { transactionInfo } = payload as { transactionInfo?: { transactionId?: unknown } }
  return ['string', 'number', 'boolean'].includes(typeof transactionInfo?.transactionId)
}

describe.each(versions)('%s', (version, ready) => {
  const { definitions } = ready.schemas
  const messages = messagesOf(ready)

  test('every message has a validator and a schema', () => {
    expect(messages.length).toBe(Object.keys(ready.schemas.messages).length)
    expect(messages.length).toBeGreaterThan(70)
  })

  test('what the schema allows passes, in the validator and in the review', () => {
    for (const { name, schema, judge } of messages) {
      fc.assert(
        fc.property(arbitraryPayload(schema, ready.schemas), (payload) => {
          const review = new Review(definitions, 'strict')
          expect(review.value(payload, schema), name).toBe(payload)
          expect([name, judge(payload), review.violations]).toEqual([name, true, []])
        }),
        { numRuns: 5 },
      )
    }
  })

  test('the review finds something wrong exactly where the validator does', () => {
    for (const { name, schema, judge } of messages) {
      fc.assert(
        fc.property(arbitraryPayload(schema, ready.schemas), changes, (payload, all) => {
          const changed = spoil(payload, all)
          const review = new Review(definitions, 'strict')
          review.value(changed, schema)
          expect([name, review.violations.length === 0]).toEqual([name, judge(changed)])
        }),
        { numRuns: 15 },
      )
    }
  })

  test('B-15 what lenient mode lets through has the types the schema promises, and nothing handed in was changed', () => {
    for (const { name, schema } of messages) {
      fc.assert(
        fc.property(arbitraryPayload(schema, ready.schemas), changes, (payload, all) => {
          const changed = spoil(payload, all)
          const before = JSON.stringify(changed)
          const lenient = new Review(definitions, 'lenient')
          const mended = lenient.value(changed, schema)
          expect(JSON.stringify(changed)).toBe(before)
          if (lenient.violations.length > 0) return
          const again = new Review(definitions, 'strict')
          again.value(mended, schema)
          const broken = again.violations.map(({ rule }) => rule)
          expect([name, broken.filter((rule) => ['type', 'required', 'null'].includes(rule))]).toEqual([name, []])
        }),
        { numRuns: 15 },
      )
    }
  })

  const transactional = messages.filter(({ name }) => alwaysAnswered.has(name))

  test.each(transactional)(
    'D-10 a $name is not refused, whatever stands in the place of what it should say',
    ({ name, schema }) => {
      const action = name.slice(0, -'Request'.length)
      // Most are spoilt at the top, where all the members are that a decision hangs on.
      const shallow = fc.array(fc.tuple(fc.tuple(fc.nat({ max: 20 }), fc.nat({ max: 20 })), value), { minLength: 1 })
      fc.assert(
        fc.property(arbitraryPayload(schema, ready.schemas), fc.oneof(shallow, changes), (payload, all) => {
          const changed = spoil(payload, all as [number[], unknown][])
          fc.pre(typeof changed === 'object' && changed !== null && !Array.isArray(changed))
          fc.pre(action !== 'TransactionEvent' || namesItsTransaction(changed))
          expect(checkPayload(version, action as never, 'request', changed, 'lenient')).not.toMatchObject({
            outcome: 'invalid',
          })
        }),
        { numRuns: 300 },
      )
    },
  )
})
