/** How a value is made of those that differ from text to text. */
type Build = (values: readonly unknown[]) => unknown
/** A part of a message: the same in all texts of a shape, or made anew for each. */
type Part = { readonly same: unknown } | { readonly build: Build }

/** Longest text of which a shape is made. */
export const LONGEST_TEXT = 4_000
/** A message of OCPP has ten levels. */
const DEEPEST = 20
/** What `JSON.parse` rounds to the same number: so many digits are exact, and so is the power of ten they are divided by. */
const EXACT_DIGITS = 15
const POWERS_OF_TEN = Array.from({ length: EXACT_DIGITS + 1 }, (_, exponent) => 10 ** exponent)
/** Words of the specification say what a message is about: they belong to the shape. Ids, times and quantities differ. */
const WORD = /^(?:[A-Za-z][A-Za-z._-]{0,49}|L[1-3](?:-(?:N|L[1-3]))?)$/
const TOKENS = /"([^"]*)"|-?\d[\d.eE+-]*|true|false|null|[[\]{}]/g
const TIME = /^\d{4}-\d\d-\d\dT\d\d:/
/** Shorter pieces of a text are copies of their own; longer ones keep all of it alive. */
const COPIED_LENGTH = 12

/** What stands at a place. Ids of messages and times are looked at while the text is there, and let go of; other texts may stay for long. */
type Kind = typeof NUMBER | typeof PASSING | typeof STAYING
const NUMBER = 0
const PASSING = 1
const STAYING = 2

const QUOTE = 34
const BACKSLASH = 92
const SPACE = 32
const MINUS = 45
const DOT = 46
const ZERO = 48
const NINE = 57

/**
 * What the messages of a station have in common from one to the next, all but ids, times and quantities. Texts of this shape are read
 * three times as quickly as by `JSON.parse`, which looks at every character and makes every string anew; any other is not read at all.
 */
export class FrameShape {
  /** What stands before, between and behind the values. */
  readonly #fixed: readonly string[]
  readonly #kinds: readonly Kind[]
  readonly #build: Build

  private constructor(fixed: readonly string[], kinds: readonly Kind[], build: Build) {
    this.#fixed = fixed
    this.#kinds = kinds
    this.#build = build
  }

  /** The shape of a text that `JSON.parse` has read; undefined for what is too long or written in an odd way. */
  static of(text: string): FrameShape | undefined {
    if (text.length > LONGEST_TEXT || text.includes('\\') || text.includes('"__proto__"')) return undefined
    const sketch = new Sketch(text)
    const whole = sketch.whole()
    if (whole === undefined || isSame(whole)) return undefined
    const fixed = [...sketch.fixed, text.slice(sketch.from)].map(unique)
    return new FrameShape(fixed, sketch.kinds, whole.build)
  }

  /** Two of one key are the same shape. */
  get key(): string {
    return this.#fixed.join('\0')
  }

  /** What `JSON.parse` would make of the text; undefined when it is of another shape. */
  read(text: string): unknown {
    const values: unknown[] = new Array(this.#kinds.length)
    let at = 0
    for (let place = 0; place < this.#kinds.length; place++) {
      const fixed = this.#fixed[place] ?? ''
      const from = at + fixed.length
      if (text.slice(at, from) !== fixed) return undefined
      const kind = this.#kinds[place]
      if (kind === NUMBER) at = readNumber(text, from, values, place)
      else {
        at = stringEnd(text, from)
        const piece = text.slice(from, at)
        values[place] = kind === STAYING && piece.length > COPIED_LENGTH ? ` ${piece}`.slice(1) : piece
      }
      if (at < 0) return undefined
    }
    return text.slice(at) === this.#fixed[this.#kinds.length] ? this.#build(values) : undefined
  }
}

/** The same text as the engine keeps it for names of fields: one for all that are alike, compared by its address. */
function unique(text: string): string {
  const [name = ''] = Object.keys({ [text]: undefined })
  return name
}

/** @returns where the string ends; -1 for one that has to be read with care */
function stringEnd(text: string, from: number): number {
  for (let at = from; ; at++) {
    const code = text.charCodeAt(at)
    if (code === QUOTE) return at
    // Also where the text ends.
    if (!(code >= SPACE) || code === BACKSLASH) return -1
  }
}

/** @returns where the number ends; -1 for one that has to be read with care */
function readNumber(text: string, from: number, values: unknown[], place: number): number {
  let at = from
  while (text.charCodeAt(at) === SPACE) at += 1
  const negative = text.charCodeAt(at) === MINUS
  if (negative) at += 1
  const first = at
  let digits = 0
  let code = text.charCodeAt(at)
  for (; code >= ZERO && code <= NINE; code = text.charCodeAt(++at)) digits = digits * 10 + (code - ZERO)
  let count = at - first
  if (count === 0 || (count > 1 && text.charCodeAt(first) === ZERO)) return -1
  let divisor = 1
  if (code === DOT) {
    const dot = at
    code = text.charCodeAt(++at)
    for (; code >= ZERO && code <= NINE; code = text.charCodeAt(++at)) digits = digits * 10 + (code - ZERO)
    const decimals = at - dot - 1
    if (decimals === 0) return -1
    count += decimals
    divisor = POWERS_OF_TEN[decimals] ?? 1
  }
  if (count > EXACT_DIGITS) return -1
  values[place] = (negative ? -digits : digits) / divisor
  return at
}

class OddText extends Error {}

/** Takes a text apart once. */
class Sketch {
  readonly fixed: string[] = []
  readonly kinds: Kind[] = []
  /** Where what follows the last value begins. */
  from = 0
  readonly #text: string
  readonly #tokens: RegExpStringIterator<RegExpExecArray>

  constructor(text: string) {
    this.#text = text
    this.#tokens = text.matchAll(TOKENS)
  }

  /** Undefined for what is written in an odd way. */
  whole(): Part | undefined {
    try {
      return this.#part(this.#token(), 0)
    } catch (thrown) {
      if (thrown instanceof OddText) return undefined
      throw thrown
    }
  }

  #token(): RegExpExecArray {
    const { value } = this.#tokens.next()
    if (value === undefined) throw new OddText('it ends within a value')
    return value
  }

  #part(token: RegExpExecArray, depth: number): Part {
    if (depth > DEEPEST) throw new OddText('it is nested deeply')
    const [text, string] = token
    if (text === '[') return this.#list(depth + 1)
    if (text === '{') return this.#object(token.index, depth + 1)
    if (string !== undefined) return WORD.test(string) ? { same: unique(string) } : this.#value(token, 1)
    return text === 'true' || text === 'false' || text === 'null' ? { same: JSON.parse(text) } : this.#value(token, 0)
  }

  /** A value that differs from text to text: a string without its quotes, a number with the spaces before it. */
  #value({ 0: { length }, 1: string, index }: RegExpExecArray, quote: 0 | 1): Part {
    const place = this.kinds.length
    this.kinds.push(string === undefined ? NUMBER : this.#isPassing(string) ? PASSING : STAYING)
    const before = this.#text.slice(this.from, index + quote)
    this.fixed.push(quote === 0 ? before.replace(/ +$/, '') : before)
    this.from = index + length - quote
    return { build: (values) => values[place] }
  }

  /** The first text of a frame that differs is its id. */
  #isPassing(string: string): boolean {
    return TIME.test(string) || this.kinds.every((kind) => kind === NUMBER)
  }

  #list(depth: number): Part {
    const parts: Part[] = []
    for (let token = this.#token(); token[0] !== ']'; token = this.#token()) parts.push(this.#part(token, depth))
    if (parts.every(isSame)) return { same: Object.freeze(parts.map(({ same }) => same)) }
    const builds = parts.map(buildOf)
    return { build: (values) => builds.map((build) => build(values)) }
  }

  #object(from: number, depth: number): Part {
    const parts: [string, Part][] = []
    let token = this.#token()
    for (; token[0] !== '}'; token = this.#token()) parts.push([token[1] ?? '', this.#part(this.#token(), depth)])
    // Copies of what `JSON.parse` makes are laid out as it does, so that whoever reads a message meets one kind of object.
    const form: Record<string, unknown> = JSON.parse(this.#text.slice(from, token.index + 1))
    if (Object.keys(form).length < parts.length) throw new OddText('an object has two fields of one name')
    for (const [name, part] of parts) if (isSame(part)) form[name] = part.same
    const open = parts.flatMap(([name, part]) => (isSame(part) ? [] : [{ name, build: part.build }]))
    const [first, ...others] = open
    if (first === undefined) return { same: Object.freeze(form) }
    // Most objects of a message are samples, and only their values differ.
    if (first.name === 'value' && others.length === 0) {
      return { build: (values) => ({ ...form, value: first.build(values) }) }
    }
    return {
      build(values) {
        const made = { ...form }
        for (const { name, build } of open) made[name] = build(values)
        return made
      },
    }
  }
}

function isSame(part: Part): part is { readonly same: unknown } {
  return 'same' in part
}

function buildOf(part: Part): Build {
  return isSame(part) ? () => part.same : part.build
}
