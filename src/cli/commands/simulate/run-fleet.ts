import { AppError, type Clock, type Subscription } from '#kernel'
import type { Fleet, FleetOptions } from '#simulator'
import { answer } from '../../answer.ts'
import { duration } from '../../format/quantities.ts'
import { facts } from '../../format/table.ts'
import { openProgress } from '../../progress.ts'
import { stayingAlive } from '../../staying-alive.ts'
import type { Surroundings } from '../../surroundings.ts'
import { Complaints } from './complaints.ts'
import { finishCharging } from './finish-charging.ts'
import { Gauge } from './gauge.ts'

export interface FleetWish extends FleetOptions {
  /** Stop by itself after this time, in seconds. */
  readonly durationS?: number
  readonly asJson: boolean
}

const REFRESH_MS = 1_000

/**
 * Runs a fleet until Ctrl-C, or for as long as was wished.
 * @throws AppError `unavailable` when no station was let in
 */
export async function runFleet({ durationS, asJson, ...options }: FleetWish, around: Surroundings): Promise<void> {
  // Loading every message of three versions takes a moment, which other commands need not spend.
  const { createFleet } = await import('#simulator')
  const { clock } = around
  const complaints = new Complaints((sentence) => {
    progress.clear()
    around.err.write(`${sentence}\n`)
  })
  const progress = openProgress(around)
  const fleet = createFleet({ ...options, logger: complaints.logger })
  const gauge = new Gauge(fleet, clock)
  const end = endOf(around, durationS)
  const startedMs = clock.monotonicMs()
  const refresh = every(REFRESH_MS, clock, () => progress.show(gauge.line()))
  try {
    await stayingAlive(Promise.race([fleet.start(), end]))
    await stayingAlive(end)
    refresh.stop()
    progress.show('Unplugging every car and delivering what is queued …')
    await stayingAlive(finishCharging(fleet.stations, clock))
  } finally {
    refresh.stop()
    gauge.stop()
    fleet.stop()
    progress.clear()
  }
  report(fleet, gauge, clock.monotonicMs() - startedMs, asJson, around)
  if (gauge.mostOnline === 0) {
    throw new AppError('unavailable', `No station was let in at ${options.url}${complaints.last}`, { url: options.url })
  }
}

function every(periodMs: number, clock: Clock, work: () => void): Subscription {
  const next = () => {
    work()
    timer = clock.after(periodMs, next)
  }
  let timer = clock.after(periodMs, next)
  return { stop: () => timer.cancel() }
}

/** Resolves at Ctrl-C, or when the time is up. */
function endOf(around: Surroundings, durationS: number | undefined): Promise<void> {
  const signal = around.interrupted()
  return new Promise((resolve) => {
    if (signal.aborted) resolve()
    signal.addEventListener('abort', () => resolve(), { once: true })
    if (durationS !== undefined) around.clock.after(durationS * 1_000, resolve)
  })
}

function report(fleet: Fleet, gauge: Gauge, ranMs: number, asJson: boolean, around: Surroundings): void {
  const { sent, received } = fleet.counts()
  const summary = {
    stations: fleet.stations.length,
    mostOnline: gauge.mostOnline,
    mostCharging: gauge.mostCharging,
    messagesSent: sent,
    messagesReceived: received,
    ranForS: Math.round(ranMs / 1_000),
  }
  answer(around, asJson, summary, () =>
    facts(around.out, [
      ['Stations', summary.stations],
      ['Online, at most', summary.mostOnline],
      ['Charging, at most', summary.mostCharging],
      ['Messages sent', sent],
      ['Messages received', received],
      ['Ran for', duration(ranMs)],
    ]),
  )
}
