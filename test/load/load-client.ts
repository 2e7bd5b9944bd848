import { setTimeout as pause } from 'node:timers/promises'
import { Latency, type LatencySummary } from './latency.ts'
import { type LoadKind, LoadStation, type LoadVersion } from './load-station.ts'
import { Pace } from './pace.ts'

/** What the load generator is asked to do; it runs in a process of its own and answers by message. */
export type LoadOrder =
  | {
      readonly do: 'connect'
      readonly url: string
      readonly stations: number
      readonly version: LoadVersion | 'both'
      readonly prefix: string
      readonly kind: LoadKind
    }
  | { readonly do: 'saturate'; readonly seconds: number }
  | SteadyOrder
  /** The latency of all that was steady and counts, as if it had been one. */
  | { readonly do: 'sum' }
  | { readonly do: 'storm'; readonly url: string; readonly stations: number; readonly prefix: string }
  | { readonly do: 'disconnect' }

interface SteadyOrder {
  readonly do: 'steady'
  readonly seconds: number
  readonly perSecond: number
  /** The processors' pace at which the rate is meant: it goes up and down with theirs. Without, it is the same all the time. */
  readonly atPace?: number | undefined
  readonly counts?: boolean
}

export interface LoadResult {
  readonly answered: number
  readonly failed: number
  readonly seconds: number
  readonly latency: LatencySummary
  /** How quick the processors were meanwhile, on average, where that is known and was asked for. */
  readonly pace?: number
}

const CONNECT_AT_ONCE = 200
const LOOK_MS = 2

let stations: LoadStation[] = []
const sum = new Latency()
let watching: Promise<Pace | undefined> | undefined

process.on('message', (order: LoadOrder) => {
  run(order).then(
    (result) => process.send?.({ result }),
    (cause: unknown) =>
      process.send?.({ failure: cause instanceof Error ? (cause.stack ?? cause.message) : String(cause) }),
  )
})

// A session of its own hears no Ctrl-C.
process.on('disconnect', () => process.exit(0))

async function run(order: LoadOrder): Promise<LoadResult | undefined> {
  if (order.do === 'connect') return connect(order)
  if (order.do === 'saturate') {
    watching ??= Pace.begin()
    return watched(await watching, (pace) => saturate(pace, order))
  }
  if (order.do === 'steady') {
    return watched(order.atPace === undefined ? undefined : await watching, (pace) => steady(pace, order))
  }
  if (order.do === 'sum') return { answered: 0, failed: 0, seconds: 0, latency: sum.summary() }
  if (order.do === 'storm') return storm(order)
  for (const station of stations) station.close()
  stations = []
  return undefined
}

async function connect({ url, stations: count, version, prefix, kind }: Extract<LoadOrder, { do: 'connect' }>) {
  const fresh = Array.from({ length: count }, (_, index) => {
    const spoken = version === 'both' ? (index % 2 === 0 ? 'ocpp1.6' : 'ocpp2.0.1') : version
    return new LoadStation(`${prefix}-${index}`, spoken)
  })
  for (let from = 0; from < fresh.length; from += CONNECT_AT_ONCE) {
    await Promise.all(
      fresh.slice(from, from + CONNECT_AT_ONCE).map(async (station, index) => {
        await station.connect(url)
        await station.boot()
        await station.prepare(kind, from + index)
      }),
    )
  }
  stations.push(...fresh)
  return undefined
}

function watched(
  pace: Pace | undefined,
  measure: (pace: Pace | undefined) => Promise<LoadResult>,
): Promise<LoadResult> {
  return pace === undefined ? measure(undefined) : pace.during(() => measure(pace))
}

/** Every station asks again as soon as it is answered: how much is possible. */
async function saturate(pace: Pace | undefined, { seconds }: { readonly seconds: number }): Promise<LoadResult> {
  const count = new Counting()
  let running = true
  const ended = new Promise<void>((resolve) => {
    let open = stations.length
    for (const station of stations) {
      station.listen((self, intendedMs, ok) => {
        count.answer(intendedMs, ok)
        if (running) self.due(performance.now())
        else if (--open === 0) resolve()
      })
    }
  })
  for (const station of stations) station.due(performance.now())
  const untilMs = performance.now() + seconds * 1_000
  let looks = 0
  let paces = 0
  while (performance.now() < untilMs) {
    await pause(LOOK_MS)
    looks += 1
    paces += pace?.now() ?? Number.NaN
  }
  const result = count.result()
  running = false
  await ended
  return pace === undefined ? result : { ...result, pace: paces / looks }
}

/** Asks at a given rate whatever the answers do; what is late counts from when it was meant to be asked. */
async function steady(
  pace: Pace | undefined,
  { seconds, perSecond, atPace, counts }: SteadyOrder,
): Promise<LoadResult> {
  const count = new Counting()
  for (const station of stations) station.listen((_, intendedMs, ok) => count.answer(intendedMs, ok))
  const endMs = performance.now() + seconds * 1_000
  let fromMs = performance.now()
  let sent = 0
  let owed = 0
  while (fromMs < endMs) {
    await pause(1)
    const toMs = Math.min(performance.now(), endMs)
    const share = pace === undefined || atPace === undefined ? 1 : pace.now() / atPace
    owed += ((toMs - fromMs) / 1_000) * perSecond * share
    const due = Math.floor(owed)
    for (let nth = 1; nth <= due; nth++, sent++) {
      stations[sent % stations.length]?.due(fromMs + ((toMs - fromMs) * nth) / due)
    }
    owed -= due
    fromMs = toMs
  }
  while (count.total < sent) await pause(5)
  if (counts === true) count.addTo(sum)
  return count.result()
}

/** From nothing to usable, everybody at once. */
async function storm({ url, stations: count, prefix }: Extract<LoadOrder, { do: 'storm' }>): Promise<LoadResult> {
  const counting = new Counting()
  const fresh = Array.from(
    { length: count },
    (_, index) => new LoadStation(`${prefix}-${index}`, index % 2 === 0 ? 'ocpp1.6' : 'ocpp2.0.1'),
  )
  const startMs = performance.now()
  await Promise.all(
    fresh.map(async (station) => {
      try {
        await station.connect(url)
        await station.boot()
        counting.answer(startMs, true)
      } catch {
        counting.answer(startMs, false)
      }
    }),
  )
  stations.push(...fresh)
  return counting.result()
}

class Counting {
  readonly #latency = new Latency()
  readonly #startMs = performance.now()
  #answered = 0
  #failed = 0

  get total(): number {
    return this.#answered + this.#failed
  }

  answer(intendedMs: number, ok: boolean): void {
    if (ok) this.#answered += 1
    else this.#failed += 1
    this.#latency.record(performance.now() - intendedMs)
  }

  addTo(latency: Latency): void {
    latency.add(this.#latency)
  }

  result(): LoadResult {
    const seconds = (performance.now() - this.#startMs) / 1_000
    return { answered: this.#answered, failed: this.#failed, seconds, latency: this.#latency.summary() }
  }
}
