import { PLACES } from './frames.ts'
import { clientFrame } from './load-socket.ts'

/** Wide enough for the register of any run, so that its digits never change in number. */
const FIRST_REGISTER_WH = 100_000_000
const WH_A_MESSAGE = 10

/**
 * A message that a station says again and again, made once as the bytes on the wire; saying it changes only what differs. Say it no
 * more than once at a time.
 */
export class RepeatedFrame {
  readonly #bytes: Buffer
  readonly #places: Readonly<Record<keyof typeof PLACES, readonly number[]>>

  /** @param template text of ASCII with {@link PLACES} in it */
  constructor(template: string) {
    this.#bytes = clientFrame(template)
    const find = (mark: string) => placesOf(this.#bytes, mark)
    this.#places = {
      id: find(PLACES.id),
      at: find(PLACES.at),
      number: find(PLACES.number),
      registerWh: find(PLACES.registerWh),
    }
  }

  /** The message with its id (36 characters), its count from 1, and its time (24 characters). */
  say(id: string, number: number, at: string): Buffer {
    this.#put('id', id)
    this.#put('at', at)
    if (this.#places.number.length > 0) this.#put('number', String(number).padStart(PLACES.number.length))
    if (this.#places.registerWh.length > 0) this.#put('registerWh', String(FIRST_REGISTER_WH + number * WH_A_MESSAGE))
    return this.#bytes
  }

  #put(place: keyof typeof PLACES, text: string): void {
    if (text.length !== PLACES[place].length) throw new RangeError(`${text} does not fit in its place`)
    for (const at of this.#places[place]) this.#bytes.write(text, at, 'latin1')
  }
}

function placesOf(bytes: Buffer, mark: string): number[] {
  const places: number[] = []
  for (let at = bytes.indexOf(mark); at >= 0; at = bytes.indexOf(mark, at + mark.length)) places.push(at)
  return places
}
