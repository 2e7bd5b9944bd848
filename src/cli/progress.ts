import { cutTo } from './format/text-width.ts'
import type { Surroundings } from './surroundings.ts'

/** One line on standard error that says how far a long work is; nothing where that is no terminal. */
export interface Progress {
  /** Replaces the line. */
  show(text: string): void
  /** Takes the line away, so that something lasting can be written. */
  clear(): void
}

const CLEAR_LINE = '\r\x1b[2K'

export function openProgress({ err }: Surroundings): Progress {
  if (!err.isTerminal) return { show: () => {}, clear: () => {} }
  let shown = false
  return {
    show(text) {
      // A line that wraps cannot be replaced.
      err.write(`${CLEAR_LINE}${cutTo(text, Math.max(20, err.columns - 1))}`)
      shown = true
    },
    clear() {
      if (shown) err.write(CLEAR_LINE)
      shown = false
    },
  }
}
