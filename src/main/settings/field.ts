/** One setting: everything that is known about it, in one place. */
export interface Field<T> {
  readonly fallback: T
  /** What it does, as one or two sentences for the person who sets it. */
  readonly about: string
  /** Which values are allowed, as the end of the sentence "allowed is …". */
  readonly allowed: string
  /** True for what must never be shown or logged. */
  readonly secret: boolean
  /** The value as the file holds it, made sure of; undefined when it is not allowed. */
  readonly read: (raw: unknown) => T | undefined
  /** What an environment variable's text stands for, for `read` to judge. */
  readonly fromText: (text: string) => unknown
}

interface Said<T> {
  readonly fallback: T
  readonly about: string
  readonly secret?: boolean
}

const asIs = (text: string): unknown => text

/** What is no number stays text, so that a complaint can show it as it was written. */
const numberFrom = (text: string): unknown => (/^\s*-?\d+(\.\d+)?\s*$/.test(text) ? Number(text) : text)

export function text(said: Said<string>, allowed = 'any text'): Field<string> {
  const read = (raw: unknown) => (typeof raw === 'string' ? raw.trim() : undefined)
  return { secret: false, ...said, allowed, read, fromText: asIs }
}

/** Text that may not be left empty. */
export function someText(said: Said<string>): Field<string> {
  const read = (raw: unknown) => (typeof raw === 'string' && raw.trim() !== '' ? raw.trim() : undefined)
  return { secret: false, ...said, allowed: 'any text but none', read, fromText: asIs }
}

/** Key material of so many bytes, as hex digits; empty for none. */
export function hexKey(said: Said<string>, bytes: number): Field<string> {
  const digits = new RegExp(`^(?:[0-9a-f]{${2 * bytes}})?$`, 'i')
  const read = (raw: unknown) => (typeof raw === 'string' && digits.test(raw.trim()) ? raw.trim() : undefined)
  return { secret: true, ...said, allowed: `empty, or ${2 * bytes} hex digits`, read, fromText: asIs }
}

/** A URL of one of the given schemes, or empty for none. */
export function url(said: Said<string>, schemes: readonly string[]): Field<string> {
  const allowed = `empty, or a URL that begins with ${schemes.map((scheme) => `${scheme}://`).join(' or ')}`
  const fits = (value: string) => value === '' || schemes.includes(URL.parse(value)?.protocol.slice(0, -1) ?? '')
  const read = (raw: unknown) => (typeof raw === 'string' && fits(raw.trim()) ? raw.trim() : undefined)
  return { secret: false, ...said, allowed, read, fromText: asIs }
}

export function wholeNumber(said: Said<number>, least: number, most: number, note = ''): Field<number> {
  const read = (raw: unknown) => {
    const value = typeof raw === 'bigint' ? Number(raw) : raw
    return typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most ? value : undefined
  }
  const allowed = `a whole number from ${least} to ${most}${note}`
  return { secret: false, ...said, allowed, read, fromText: numberFrom }
}

/** A TCP port to listen on. */
export function port(said: Said<number>): Field<number> {
  return wholeNumber(said, 0, 65_535, '; 0 takes any free port')
}

/** Two TCP ports, the lower one first, or empty for any. */
export function portRange(said: Said<string>): Field<string> {
  const fits = (value: string) => {
    const [, first, last] = /^(\d{1,5})-(\d{1,5})$/.exec(value) ?? []
    return value === '' || (Number(first) >= 1 && Number(first) <= Number(last) && Number(last) <= 65_535)
  }
  const read = (raw: unknown) => (typeof raw === 'string' && fits(raw.trim()) ? raw.trim() : undefined)
  return { secret: false, ...said, allowed: 'empty, or two ports as 50000-50063', read, fromText: asIs }
}

export function flag(said: Said<boolean>): Field<boolean> {
  const words: Readonly<Record<string, boolean>> = {
    true: true,
    yes: true,
    on: true,
    1: true,
    false: false,
    no: false,
    off: false,
    0: false,
  }
  const read = (raw: unknown) => (typeof raw === 'boolean' ? raw : undefined)
  return {
    secret: false,
    ...said,
    allowed: 'true or false',
    read,
    fromText: (raw) => words[raw.trim().toLowerCase()] ?? raw,
  }
}

export function choice<const W extends string>(said: Said<NoInfer<W>>, words: readonly W[]): Field<W> {
  const read = (raw: unknown) => words.find((word) => word === raw)
  return { secret: false, ...said, allowed: words.join(', '), read, fromText: (raw) => raw.trim() }
}

/** One or more of the given words, in the order they are given in. */
export function someOf<const W extends string>(
  said: Said<readonly NoInfer<W>[]>,
  words: readonly W[],
): Field<readonly W[]> {
  const read = (raw: unknown) => {
    if (!Array.isArray(raw) || raw.length === 0) return undefined
    return raw.every((each) => words.some((word) => word === each))
      ? words.filter((word) => raw.includes(word))
      : undefined
  }
  const fromText = (raw: string) => raw.split(',').map((part) => part.trim())
  return { secret: false, ...said, allowed: `one or more of ${words.join(', ')}`, read, fromText }
}

/** Any number of texts that fit, in their order; `allowed` ends the sentence "a list of …". */
export function listOf(
  said: Said<readonly string[]>,
  allowed: string,
  fits: (value: string) => boolean,
): Field<readonly string[]> {
  const read = (raw: unknown) => {
    if (!Array.isArray(raw)) return undefined
    const values = raw.map((each: unknown) => (typeof each === 'string' ? each.trim() : ''))
    return values.every(fits) ? values : undefined
  }
  const fromText = (raw: string) =>
    raw
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== '')
  return { secret: false, ...said, allowed: `a list of ${allowed}; empty for none`, read, fromText }
}
