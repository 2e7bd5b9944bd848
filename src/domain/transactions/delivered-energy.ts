import type { Register } from './entry.ts'

/** The registers that the events of a transaction tell. */
export interface ToldRegisters {
  /** All of them, in any order; put in order by whoever sums them up. */
  readonly registers: Register[]
  /** The first that its start tells. */
  readonly start?: Register | undefined
  /** The last that its end tells. */
  readonly end?: Register | undefined
}

/** What the registers of a transaction say; `undefined` where no register was ever told. */
export interface DeliveredEnergy {
  readonly first?: Register
  readonly last?: Register
  /** Whole watt-hours, cut off and never rounded up, never negative. */
  readonly energyWh: number
  /** A register went back: the meter was reset, replaced or rebased, and a person should look (D-12). */
  readonly decreased: boolean
}

/** Stations round: readings in whole kWh beside a start in Wh go back by up to this without anything being wrong. */
const ROUNDING_MWH = 1_000_000

/**
 * Energy between the start's register and the last one. Registers may be absolute or count from the transaction's start
 * (2.0.1 J02.FR.17), so only differences count. When the last stands below the first, what was counted upwards between
 * the set-backs is billed and nothing that had to be guessed.
 */
export function deliveredEnergy({ registers, start, end }: ToldRegisters): DeliveredEnergy {
  registers.sort((a, b) => a.atMs - b.atMs || a.mWh - b.mWh)
  const earliest = registers[0]
  const latest = registers.at(-1)
  if (earliest === undefined || latest === undefined) return { energyWh: 0, decreased: false }
  const first = start ?? earliest
  const last = higher(end, latest)
  const { countedMWh, setBack } = countUpwards(registers)
  const mWh = last.mWh >= first.mWh ? last.mWh - first.mWh : countedMWh
  return { first, last, energyWh: Math.floor(mWh / 1000), decreased: setBack || last.mWh < first.mWh }
}

function higher(end: Register | undefined, latest: Register): Register {
  return end !== undefined && end.mWh > latest.mWh ? end : latest
}

function countUpwards(registers: readonly Register[]): { countedMWh: number; setBack: boolean } {
  let countedMWh = 0
  let setBack = false
  let highest = registers[0]?.mWh ?? 0
  for (const { mWh } of registers) {
    if (mWh > highest) countedMWh += mWh - highest
    const reset = mWh < highest - ROUNDING_MWH
    if (reset) setBack = true
    if (reset || mWh > highest) highest = mWh
  }
  return { countedMWh, setBack }
}
