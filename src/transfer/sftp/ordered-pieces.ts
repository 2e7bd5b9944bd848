/** The most that may lie ahead of a gap. */
const MOST_AHEAD_BYTES = 4_194_304

/** Pieces of a file that may come a little out of order, as of clients that write several at a time. */
export class OrderedPieces {
  readonly #ahead = new Map<number, Uint8Array>()
  #aheadBytes = 0
  #next = 0

  /**
   * Takes a piece in.
   * @returns the pieces that can be passed on now, in order; undefined when the piece overlaps what was written before or
   *   lies too far ahead
   */
  take(offset: number, piece: Uint8Array): readonly Uint8Array[] | undefined {
    if (offset < this.#next || this.#ahead.has(offset)) return undefined
    if (offset > this.#next) {
      if (this.#aheadBytes + piece.byteLength > MOST_AHEAD_BYTES) return undefined
      this.#ahead.set(offset, piece)
      this.#aheadBytes += piece.byteLength
      return []
    }
    const ready: Uint8Array[] = []
    for (let next: Uint8Array | undefined = piece; next !== undefined; next = this.#ahead.get(this.#next)) {
      if (this.#ahead.delete(this.#next)) this.#aheadBytes -= next.byteLength
      ready.push(next)
      this.#next += next.byteLength
      // A piece of nothing would be found again for ever.
      if (next.byteLength === 0) break
    }
    return ready
  }

  /** True when nothing is missing in between. */
  get whole(): boolean {
    return this.#ahead.size === 0
  }
}
