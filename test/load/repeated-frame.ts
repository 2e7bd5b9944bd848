import { PLACES } from './frames.ts'
import { clientFrame } from './load-socket.ts'

/** Wide enough for the register of any run, so that its digits never change in number. */
const FIRST_REGISTER_WH = 100_000_000
const WH_A_MESSAGE = 10

/** What an id ends with. */
const COUNT_DIGITS = 8

const ZERO = 48
const SPACE = 32

/** The time of day as stations write it, made anew once a millisecond. */
const clock = { ms: 0, bytes: Buffer.alloc(PLACES.at.length) }

/**
 * A message that a station says again and again, made once as the bytes on the wire; saying it changes only what differs. Say it no
 * more than once at a time.
 */
export class RepeatedFrame {
  readonly #bytes: Buffer
  readonly #idAt: number
  readonly #at: readonly number[]
  readonly #number: readonly number[]
  readonly #registerWh: readonly number[]

  /**
   * @param template text of ASCII with {@link PLACES} in it
   * @param name what the ids of its messages begin with
   * @throws RangeError when the name leaves no room for the count
   */
  constructor(template: string, name: string) {
    const bytes = clientFrame(template)
    const [idAt = 0] = placesOf(bytes, PLACES.id)
    this.#at = placesOf(bytes, PLACES.at)
    this.#number = placesOf(bytes, PLACES.number)
    this.#registerWh = placesOf(bytes, PLACES.registerWh)
    const width = PLACES.id.length - COUNT_DIGITS
    if (name.length >= width) throw new RangeError(`${name} does not fit in its place`)
    bytes.write(`${name}-`.padStart(width, '0'), idAt, 'latin1')
    this.#bytes = bytes
    this.#idAt = idAt
  }

  /** The message with its count from 1, by which its id and its register differ from others, and the time. */
  say(count: number): Buffer {
    const bytes = this.#bytes
    writeNumber(bytes, this.#idAt + PLACES.id.length - COUNT_DIGITS, COUNT_DIGITS, count, ZERO)
    const time = now()
    for (const at of this.#at) bytes.set(time, at)
    // JSON has no zeroes before a number.
    for (const at of this.#number) writeNumber(bytes, at, PLACES.number.length, count, SPACE)
    const registerWh = FIRST_REGISTER_WH + count * WH_A_MESSAGE
    for (const at of this.#registerWh) writeNumber(bytes, at, PLACES.registerWh.length, registerWh, SPACE)
    return bytes
  }

  /** Whether the id of what was said last stands in an answer at `at`. */
  hasIdAt(answer: Buffer, at: number): boolean {
    for (let index = 0; index < PLACES.id.length; index++) {
      if (answer[at + index] !== this.#bytes[this.#idAt + index]) return false
    }
    return true
  }
}

function now(): Buffer {
  const ms = Date.now()
  if (ms !== clock.ms) {
    clock.ms = ms
    clock.bytes.write(new Date(ms).toISOString(), 'latin1')
  }
  return clock.bytes
}

/**
 * A number from 1, right-aligned.
 * @throws RangeError when it does not fit
 */
function writeNumber(bytes: Buffer, at: number, width: number, number: number, pad: number): void {
  let rest = number
  for (let place = at + width - 1; place >= at; place--) {
    const left = Math.floor(rest / 10)
    bytes[place] = rest === 0 ? pad : ZERO + rest - 10 * left
    rest = left
  }
  if (rest > 0) throw new RangeError(`${number} does not fit in its place`)
}

function placesOf(bytes: Buffer, mark: string): number[] {
  const places: number[] = []
  for (let at = bytes.indexOf(mark); at >= 0; at = bytes.indexOf(mark, at + mark.length)) places.push(at)
  return places
}
