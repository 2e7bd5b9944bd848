/** Chance that repeats: the same seed gives the same sequence on every machine. Not for secrets. */
export interface Random {
  /** Uniform in [0, 1). */
  next(): number
  /** Uniform in [low, high). */
  between(low: number, high: number): number
  /** Uniform whole number, both ends included. */
  integer(low: number, high: number): number
  /** Waiting time of a Poisson process whose events are `mean` apart on average. */
  exponential(mean: number): number
  pick<T>(choices: readonly [T, ...T[]]): T
  /** A stream of its own, so that drawing more in one place changes nothing in another. */
  fork(name: string): Random
}

export function createRandom(seed: string | number): Random {
  const label = String(seed)
  let state = hash(label)
  // mulberry32: 32 bits of state, every value once per period.
  const next = () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const between = (low: number, high: number) => low + next() * (high - low)
  return {
    next,
    between,
    integer: (low, high) => Math.floor(between(low, high + 1)),
    exponential: (mean) => -mean * Math.log(1 - next()),
    pick: (choices) => choices[Math.floor(next() * choices.length)] ?? choices[0],
    fork: (name) => createRandom(`${label}/${name}`),
  }
}

/** FNV-1a over the characters: neighbouring seeds start far apart. */
function hash(text: string): number {
  let value = 0x811c9dc5
  for (let index = 0; index < text.length; index += 1) {
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193)
  }
  return value
}
