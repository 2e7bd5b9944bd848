const FIRST_MS = 500
const LONGEST_MS = 20_000

/**
 * How long to wait before the next attempt to connect: doubling, bounded, and spread by `random` (0 to 1) so that a
 * hundred consoles do not come back at once.
 */
export function backoffMs(failures: number, random: number): number {
  const full = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(failures, 16))
  return Math.round(full * (0.5 + random / 2))
}
