import type { Random } from './random.ts'
import { quickened, type Vehicle, type VehicleModel } from './vehicle.ts'
import { acModels, dcModels } from './vehicle-models.ts'

export type SiteKind = 'highway' | 'office' | 'street'

/** A car on its way to one connector. */
export interface Visit {
  /** How long until it plugs in. */
  readonly afterMs: number
  readonly vehicle: Vehicle
  /** How long it stays at most; it may leave when it is full. */
  readonly stayMs: number
  /** Highway guests drive on when they have enough; the others leave when they leave. */
  readonly leavesWhenFull: boolean
}

interface Habits {
  /** Visits per connector and hour, for each hour of the day (UTC). */
  readonly perHour: readonly number[]
  readonly models: readonly [VehicleModel, ...VehicleModel[]]
  readonly socPercent: readonly [number, number]
  readonly targetSocPercent: readonly [number, number]
  readonly stayHours: readonly [number, number]
  readonly leavesWhenFull: boolean
}

const byHour = (night: number, morning: number, midday: number, evening: number) =>
  Array.from({ length: 24 }, (_, hour) => (hour < 6 ? night : hour < 11 ? morning : hour < 17 ? midday : evening))

const habits: Readonly<Record<SiteKind, Habits>> = {
  highway: {
    perHour: byHour(0.3, 1.2, 1.6, 1.4),
    models: dcModels,
    socPercent: [8, 35],
    targetSocPercent: [70, 90],
    stayHours: [0.3, 0.8],
    leavesWhenFull: true,
  },
  office: {
    perHour: byHour(0.02, 0.5, 0.15, 0.03),
    models: acModels,
    socPercent: [25, 70],
    targetSocPercent: [90, 100],
    stayHours: [3, 9],
    leavesWhenFull: false,
  },
  street: {
    perHour: byHour(0.05, 0.06, 0.15, 0.4),
    models: acModels,
    socPercent: [20, 75],
    targetSocPercent: [80, 100],
    stayHours: [2, 13],
    leavesWhenFull: false,
  },
}

const HOUR_MS = 3_600_000

/**
 * The next visit to a free connector: a Poisson process whose rate follows the hour of the day.
 * @param quickness divides waiting, staying and battery alike; 1 is life, 100 a demo.
 * @param only the model of every car; default those of the site
 */
export function nextVisit(kind: SiteKind, random: Random, nowMs: number, quickness = 1, only?: VehicleModel): Visit {
  const habit = habits[kind]
  const model = only ?? random.pick(habit.models)
  return {
    afterMs: waitMs(habit, random, nowMs, quickness),
    vehicle: {
      model: quickened(model, quickness),
      socPercent: random.between(...habit.socPercent),
      targetSocPercent: Math.round(random.between(...habit.targetSocPercent)),
      batteryCelsius: random.between(5, 25),
    },
    stayMs: (random.between(...habit.stayHours) * HOUR_MS) / quickness,
    leavesWhenFull: habit.leavesWhenFull,
  }
}

/** Thinning (Lewis and Shedler): draw at the highest rate of the day, keep by the rate of the hour. */
function waitMs(habit: Habits, random: Random, nowMs: number, quickness: number): number {
  const highest = Math.max(...habit.perHour)
  let waitedMs = 0
  for (;;) {
    waitedMs += random.exponential(HOUR_MS / highest)
    const hour = new Date(nowMs + waitedMs).getUTCHours()
    if (random.next() * highest <= (habit.perHour[hour] ?? highest)) return waitedMs / quickness
  }
}
