import { Bench, type BenchPlan, type LoadClient, median, type ServerName, verdict } from './bench-server.ts'
import { diskNow } from './disk.ts'
import { Latency, type LatencySummary } from './latency.ts'
import type { LoadKind, LoadVersion } from './load-station.ts'

const CONNECTIONS = 500
/** Engines compile what they find often; after a quarter of a minute little is left to compile. */
const WARM_SECONDS = 15
/** So many times in a round the servers take turns, so that a machine that changes its pace does so for all of them. */
const TURNS = 4
const SHARE_GOAL = 0.65
const P99_GOAL_MS = 15
const LOAD_SHARE = 0.7
/** How long a server shows what it can do just now, before it is asked for a share of that. */
const PACE_SECONDS = 1.5
/** Time at such a rate before the first turn: groups are smaller and more than at the maximum, and engines compile what they find often then. */
const SETTLE_SECONDS = 20
/** Whoever stood still has timers that are all due at once. */
const CATCH_UP_SECONDS = 0.5

const KINDS: readonly { kind: LoadKind; version: LoadVersion; name: string; durable: boolean }[] = [
  { kind: 'meter-values', version: 'ocpp1.6', name: 'MeterValues (1.6, 12 samples)', durable: true },
  { kind: 'transaction-event', version: 'ocpp2.0.1', name: 'TransactionEvent (2.0.1)', durable: true },
  { kind: 'heartbeat', version: 'ocpp1.6', name: 'Heartbeat (1.6)', durable: false },
]

/** How many messages a second, against a server that only parses and answers and one that stores a row besides; and the latency well below that. */
export async function throughput(plan: BenchPlan): Promise<void> {
  const turns = plan.rounds * TURNS
  console.log(
    `Throughput: ${CONNECTIONS} stations, each asking again as soon as it is answered; the servers by turns, ` +
      `median of ${turns} turns of ${plan.seconds / TURNS} s`,
  )
  for (const { kind, version, name, durable } of KINDS) {
    const servers: ServerName[] = durable ? ['bare', 'durable', 'platform'] : ['bare', 'platform']
    const rates = await saturated(servers, kind, version, turns, plan.seconds / TURNS)
    const perSecond = (of: ServerName) => Math.round(median(rates[of].map(({ perSecond }) => perSecond)))
    const shares = sharesOf(rates, 'platform')
    const goal = durable ? ` (goal ${SHARE_GOAL}: ${verdict(median(shares) >= SHARE_GOAL)})` : ''
    console.log(
      `  ${name}: ${perSecond('platform')}/s, bare ${perSecond('bare')}/s, ` +
        `ratio at one pace ${median(shares).toFixed(3)}, ${spread(shares)}${goal}; ` +
        `turn by turn ${median(rawShares(rates, 'platform')).toFixed(3)}`,
    )
    if (durable) {
      console.log(
        `    the least that is durable: ${perSecond('durable')}/s, ratio ${median(sharesOf(rates, 'durable')).toFixed(3)}`,
      )
    }
    await latencies(kind, version, plan, durable)
  }
}

/** What a server did, each turn as if the processors had been as quick as ever, against the bare server's middle turn. */
function sharesOf(rates: Record<ServerName, readonly Rate[]>, name: ServerName): number[] {
  const bare = median(rates.bare.map(atOnePace))
  return rates[name].map((rate) => atOnePace(rate) / bare)
}

function atOnePace({ perSecond, pace = 1 }: Rate): number {
  return perSecond / pace
}

/** What a server did against what the bare one did in the turn beside it, whatever the processors did meanwhile. */
function rawShares(rates: Record<ServerName, readonly Rate[]>, name: ServerName): number[] {
  return rates[name].map(({ perSecond }, turn) => perSecond / (rates.bare[turn]?.perSecond ?? Number.NaN))
}

/** Where the middle half of them lies. */
function spread(values: readonly number[], digits = 2): string {
  const sorted = [...values].sort((a, b) => a - b)
  const at = (share: number) => (sorted[Math.floor(sorted.length * share)] ?? Number.NaN).toFixed(digits)
  return `half of them ${at(0.25)} to ${at(0.75)}`
}

/** The rates of each server, turn by turn; whoever is not measured stands still. */
async function saturated(
  names: readonly ServerName[],
  kind: LoadKind,
  version: LoadVersion,
  turns: number,
  seconds: number,
): Promise<Record<ServerName, Rate[]>> {
  const rates: Record<ServerName, Rate[]> = { bare: [], durable: [], platform: [] }
  const servers: Standing[] = []
  for (const name of names) servers.push(await standing(name, kind, version))
  await byTurns(servers, turns, async ({ name, client }) => {
    rates[name].push(await rateOf(name, client, seconds))
  })
  return rates
}

/**
 * The latency of each server turn by turn, at a share of what it did just before: at a rate that goes up and down with the processors' pace, so
 * that it stays that share of what is possible, and at one that does not.
 */
async function latencies(kind: LoadKind, version: LoadVersion, plan: BenchPlan, durable: boolean): Promise<void> {
  const disk: number[] = []
  const turns: Record<ServerName, LatencyTurn[]> = { bare: [], durable: [], platform: [] }
  const all: Partial<Record<ServerName, LatencySummary>> = {}
  const servers = [await standing('platform', kind, version), await standing('bare', kind, version)]
  await byTurns(servers, plan.rounds * TURNS, async ({ name, client }) => {
    if (durable && name === 'platform') disk.push(await diskNow(0.5))
    const { perSecond: most, pace: atPace } = await rateOf(name, client, PACE_SECONDS)
    const perSecond = most * LOAD_SHARE
    if (turns[name].length === 0) await client.ask({ do: 'steady', seconds: SETTLE_SECONDS, perSecond })
    const seconds = plan.seconds / TURNS
    const { latency: even } = await client.ask({ do: 'steady', seconds, perSecond })
    const { latency: followed } = await client.ask({ do: 'steady', seconds, perSecond, atPace, counts: true })
    turns[name].push({ perSecond, followed, even })
    all[name] = (await client.ask({ do: 'sum' })).latency
  })
  for (const name of ['platform', 'bare'] as const) {
    const p99s = turns[name].map(({ followed }) => followed.p99Ms)
    const even = turns[name].map((turn) => turn.even.p99Ms)
    const goal =
      durable && name === 'platform' ? `, goal ${P99_GOAL_MS} ms: ${verdict(median(p99s) < P99_GOAL_MS)}` : ''
    console.log(
      `    ${name} at ${LOAD_SHARE * 100} % of its rate just then (${Math.round(median(turns[name].map(({ perSecond }) => perSecond)))}/s), from the time each was due: ` +
        `p50 ${median(turns[name].map(({ followed }) => followed.p50Ms)).toFixed(1)} ms, p99 ${median(p99s).toFixed(1)} ms ` +
        `(${spread(p99s, 1)}${goal}); at an even rate p99 ${median(even).toFixed(1)} ms (${spread(even, 1)})`,
    )
    const { p99Ms, p999Ms, p99999Ms, maxMs } = all[name] ?? new Latency().summary()
    console.log(`      all turns as one: p99, p99.9, p99.999, longest ${listed([p99Ms, p999Ms, p99999Ms, maxMs])} ms`)
  }
  if (durable)
    console.log(`    p99 of the disk alone, 16 KB made safe: ${median(disk).toFixed(1)} ms (${spread(disk, 1)})`)
}

interface LatencyTurn {
  readonly perSecond: number
  readonly followed: LatencySummary
  readonly even: LatencySummary
}

/** Messages a second, and how quick the processors were meanwhile, where that is known. */
interface Rate {
  readonly perSecond: number
  readonly pace?: number | undefined
}

interface Standing {
  readonly name: ServerName
  readonly bench: Bench
  readonly client: LoadClient
}

/** A server with its stations, warm, that stands still. */
async function standing(name: ServerName, kind: LoadKind, version: LoadVersion): Promise<Standing> {
  const bench = await Bench.start(name)
  const client = bench.client()
  await client.ask({ do: 'connect', url: bench.url, stations: CONNECTIONS, version, prefix: 'T', kind })
  const { pace } = await client.ask({ do: 'saturate', seconds: WARM_SECONDS })
  if (!bench.shareProcessors()) console.log(`  The processors are not shared out for the ${name} server`)
  if (pace === undefined) console.log(`  The processors' pace is not known for the ${name} server`)
  bench.suspend()
  return { name, bench, client }
}

/** Lets each server run in its turn, and ends them all. */
async function byTurns(
  servers: readonly Standing[],
  turns: number,
  measure: (server: Standing) => Promise<void>,
): Promise<void> {
  for (let turn = 0; turn < turns; turn++) {
    for (const server of servers) {
      server.bench.resume()
      await rateOf(server.name, server.client, CATCH_UP_SECONDS)
      await measure(server)
      server.bench.suspend()
    }
  }
  for (const { bench } of servers) await bench.stop()
}

/** What a server answers in a second when everybody asks again at once. */
async function rateOf(name: ServerName, client: LoadClient, seconds: number): Promise<Rate> {
  const { answered, failed, seconds: took, pace } = await client.ask({ do: 'saturate', seconds })
  if (failed > 0) console.log(`  ${failed} calls failed at the ${name} server`)
  return { perSecond: answered / took, pace }
}

function listed(values: readonly number[]): string {
  return values.map((value) => value.toFixed(1)).join(', ')
}
