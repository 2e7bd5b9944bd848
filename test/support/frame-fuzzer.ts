import type { OcppVersion } from '#ocpp/rpc'
import { schemasOf } from '#ocpp/schemas'
import * as v16 from '#ocpp/v16'
import * as v21 from '#ocpp/v21'
import * as v201 from '#ocpp/v201'
import { Chance } from './chance.ts'
import { fullPayload, messageSchema, type NegativePayload, negativePayloads } from './negative-payloads.ts'

const actions: Readonly<Record<OcppVersion, { fromStation: readonly string[]; fromCsms: readonly string[] }>> = {
  'ocpp1.6': v16,
  'ocpp2.0.1': v201,
  'ocpp2.1': v21,
}

const ODD_TEXTS = ['', '\0', '\ud800', '__proto__', 'constructor', "'; DROP TABLE station; --", '\u202e', '💥', '-1']
const ODD_NUMBERS = [0, -1, 1.5, 2 ** 31, 2 ** 53, 1e300, -1e300, 5e-324]
const LONGEST_TEXT = 20_000
const DEEPEST = 500

/** Makes frames of a peer gone mad, the same ones for the same seed. Every call has a message id of its own. */
export class FrameFuzzer {
  readonly version: OcppVersion
  readonly #chance: Chance
  readonly #wrong = new Map<string, readonly NegativePayload[]>()
  #lastId = 0

  constructor(version: OcppVersion, seed: number) {
    this.version = version
    this.#chance = new Chance(seed)
  }

  next(): string {
    const chance = this.#chance
    const makers = [this.#call, this.#call, this.#call, this.#broken, this.#broken, this.#shapeless, this.#stray]
    return chance.unlikely(20) ? this.#noise() : chance.pick(makers).call(this)
  }

  #id(): string {
    this.#lastId += 1
    return `fuzz-${this.#lastId}`
  }

  /** A call with a payload that is right, wrong in one place, or wrong in several. */
  #call(): string {
    const { fromStation, fromCsms } = actions[this.version]
    const action = this.#chance.pick(this.#chance.unlikely(10) ? fromCsms : fromStation)
    const type = this.#chance.unlikely(20) ? 6 : 2
    return JSON.stringify([type, this.#id(), action, this.#payload(action)])
  }

  #payload(action: string): unknown {
    const source = schemasOf(this.version)
    const schema = messageSchema(source, action, 'request')
    const wrong = this.#wrong.get(action) ?? negativePayloads(schema, source)
    this.#wrong.set(action, wrong)
    if (wrong.length > 0 && this.#chance.unlikely(2)) return this.#chance.pick(wrong).payload
    let payload = fullPayload(schema, source)
    for (let times = this.#chance.below(4); times > 0; times -= 1) payload = this.#changed(payload)
    return payload
  }

  /** A value with one thing inside it put in another's place. */
  #changed(value: unknown): unknown {
    if (typeof value !== 'object' || value === null || this.#chance.unlikely(6)) return this.#value(2)
    const names = Object.keys(value)
    if (names.length === 0) return this.#value(2)
    const chosen = this.#chance.pick(names)
    const inner: unknown = this.#changed(Reflect.get(value, chosen))
    if (Array.isArray(value)) return value.map((element, at) => (String(at) === chosen ? inner : element))
    return { ...value, [chosen]: inner }
  }

  #value(depth: number): unknown {
    const chance = this.#chance
    switch (chance.below(depth > 0 ? 7 : 5)) {
      case 0:
        return chance.pick(ODD_TEXTS)
      case 1:
        return chance.pick(ODD_NUMBERS)
      case 2:
        return null
      case 3:
        return chance.unlikely(2)
      case 4:
        return 'x'.repeat(chance.below(chance.unlikely(10) ? LONGEST_TEXT : 60))
      case 5:
        return Array.from({ length: chance.below(5) }, () => this.#value(depth - 1))
      default:
        return Object.fromEntries(
          Array.from({ length: chance.below(5) }, () => [chance.pick(ODD_TEXTS), this.#value(depth - 1)]),
        )
    }
  }

  /** The text of a call with a piece cut out, doubled or replaced. */
  #broken(): string {
    const text = this.#call()
    const from = this.#chance.below(text.length)
    const to = Math.min(text.length, from + 1 + this.#chance.below(20))
    const piece = this.#chance.pick(['', text.slice(from, to).repeat(2), '"', '[', '}', '\\u0000', ',', '\u0000'])
    return text.slice(0, from) + piece + text.slice(to)
  }

  /** JSON that is no frame, or nearly one. */
  #shapeless(): string {
    const length = this.#chance.below(6)
    const type = this.#chance.pick([2, 3, 4, 5, 6, 7, -2, 2.5, '2', null])
    const elements = Array.from({ length }, () => this.#value(2))
    const id = this.#chance.unlikely(2) ? [this.#id()] : []
    return JSON.stringify(this.#chance.unlikely(6) ? this.#value(3) : [type, ...id, ...elements])
  }

  /** An answer to nothing. */
  #stray(): string {
    const kind = this.#chance.pick([3, 4, 5])
    return JSON.stringify([kind, this.#id(), this.#value(1), this.#value(1), this.#value(1)])
  }

  #noise(): string {
    const depth = 1 + this.#chance.below(DEEPEST)
    const deep = `${'['.repeat(depth)}${']'.repeat(depth)}`
    const letters = Array.from({ length: this.#chance.below(200) }, () => this.#chance.below(0xd800))
    return this.#chance.pick([deep, String.fromCharCode(...letters), '', '[2', `[2,"${this.#id()}"`, '﻿[]'])
  }
}

/**
 * The message id under which a frame is answered, and whether it has to be: a call has, what has no message type may have
 * been one. Undefined for all the rest.
 */
export function idToAnswer(frame: string): { readonly id: string; readonly due: boolean } | undefined {
  let parsed: unknown
  try {
    parsed = JSON.parse(frame)
  } catch {
    return undefined
  }
  if (!Array.isArray(parsed)) return undefined
  const [type, written]: unknown[] = parsed
  if (typeof type === 'number' && type !== 2) return undefined
  const id = typeof written === 'number' ? String(written) : written
  return typeof id === 'string' && id !== '' && id.length <= 255 ? { id, due: type === 2 } : undefined
}
