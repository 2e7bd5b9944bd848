import type { Clock, Timer } from '#kernel'

/** The least a transfer has to move in each turn: it must not hold its place for ever. */
const LEAST_BYTES = 1_000
const TURN_MS = 60_000

export interface PaceWatch {
  /** The same pieces, counted as they pass. */
  follow(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array>
  readonly stop: () => void
}

/** Calls `tooSlow` once a transfer has stood still, or all but, for a minute. */
export function watchPace(clock: Clock, tooSlow: () => void): PaceWatch {
  let bytes = 0
  let timer: Timer | undefined
  const turn = () => {
    timer = clock.after(TURN_MS, () => {
      if (bytes < LEAST_BYTES) return tooSlow()
      bytes = 0
      turn()
    })
  }
  turn()
  return {
    async *follow(source) {
      for await (const piece of source) {
        bytes += piece.length
        yield piece
      }
    },
    stop: () => timer?.cancel(),
  }
}
