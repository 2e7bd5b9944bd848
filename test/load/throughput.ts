import { Bench, type BenchPlan, type LoadClient, median, type ServerName, verdict } from './bench-server.ts'
import { diskNow } from './disk.ts'
import type { LatencySummary } from './latency.ts'
import type { LoadKind, LoadVersion } from './load-station.ts'

const CONNECTIONS = 500
const WARM_SECONDS = 4
/** So many times in a round the servers take turns, so that a machine that changes its pace does so for all of them. */
const TURNS = 4
const SHARE_GOAL = 0.65
const P99_GOAL_MS = 15
const LOAD_SHARE = 0.7
/** Time at the rate that is to be measured before it is: engines compile what they find often, for some seconds. */
const SETTLE_SECONDS = 5

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
    const ratios = (of: ServerName) => rates[of].map((rate, turn) => rate / (rates.bare[turn] ?? Number.NaN))
    const rate = median(rates.platform)
    const share = median(ratios('platform'))
    const goal = durable ? ` (goal ${SHARE_GOAL}: ${verdict(share >= SHARE_GOAL)})` : ''
    console.log(
      `  ${name}: ${Math.round(rate)}/s, bare ${Math.round(median(rates.bare))}/s, ` +
        `ratio ${share.toFixed(3)}, ${spread(ratios('platform'))}${goal}`,
    )
    if (durable) {
      console.log(
        `    the least that is durable: ${Math.round(median(rates.durable))}/s, ratio ${median(ratios('durable')).toFixed(3)}`,
      )
    }
    await latencies(kind, version, plan, durable, {
      platform: rate * LOAD_SHARE,
      bare: median(rates.bare) * LOAD_SHARE,
    })
  }
}

/** Where the middle half of them lies. */
function spread(values: readonly number[]): string {
  const sorted = [...values].sort((a, b) => a - b)
  const at = (share: number) => (sorted[Math.floor(sorted.length * share)] ?? Number.NaN).toFixed(2)
  return `half of them ${at(0.25)} to ${at(0.75)}`
}

/** The rates of each server, turn by turn; whoever is not measured stands still. */
async function saturated(
  servers: readonly ServerName[],
  kind: LoadKind,
  version: LoadVersion,
  turns: number,
  seconds: number,
): Promise<Record<ServerName, number[]>> {
  const rates: Record<ServerName, number[]> = { bare: [], durable: [], platform: [] }
  const benches: { name: ServerName; bench: Bench; client: LoadClient }[] = []
  for (const name of servers) {
    const bench = await Bench.start(name)
    const client = bench.client()
    await client.ask({ do: 'connect', url: bench.url, stations: CONNECTIONS, version, prefix: 'T', kind })
    await client.ask({ do: 'saturate', seconds: WARM_SECONDS })
    bench.suspend()
    benches.push({ name, bench, client })
  }
  for (let turn = 0; turn < turns; turn++) {
    for (const { name, bench, client } of benches) {
      bench.resume()
      const { answered, failed, seconds: took } = await client.ask({ do: 'saturate', seconds })
      bench.suspend()
      rates[name].push(answered / took)
      if (failed > 0) console.log(`  ${failed} calls failed at the ${name} server`)
    }
  }
  for (const { bench } of benches) await bench.stop()
  return rates
}

/** Both by turns, each at its own rate, and the disk before each. */
async function latencies(
  kind: LoadKind,
  version: LoadVersion,
  plan: BenchPlan,
  durable: boolean,
  perSecond: Readonly<Record<'platform' | 'bare', number>>,
): Promise<void> {
  const disk: number[] = []
  const rounds: Record<'platform' | 'bare', LatencySummary[]> = { platform: [], bare: [] }
  for (let round = 1; round <= plan.rounds; round++) {
    if (durable) disk.push(await diskNow())
    for (const server of ['platform', 'bare'] as const) {
      rounds[server].push(await latencyAt(server, perSecond[server], kind, version, plan.seconds))
    }
  }
  for (const server of ['platform', 'bare'] as const) {
    const middle = (of: (latency: LatencySummary) => number) => `${median(rounds[server].map(of)).toFixed(1)} ms`
    const p99s = rounds[server].map(({ p99Ms }) => p99Ms)
    const isGoal = durable && server === 'platform'
    const goal = isGoal ? `, goal ${P99_GOAL_MS} ms: ${verdict(median(p99s) < P99_GOAL_MS)}` : ''
    console.log(
      `    ${server} at ${Math.round(perSecond[server])}/s, from the time each was due: p50 ${middle(({ p50Ms }) => p50Ms)}, ` +
        `p99 ${middle(({ p99Ms }) => p99Ms)} (${listed(p99s)}${goal}), ` +
        `p99.9 ${middle(({ p999Ms }) => p999Ms)}, p99.999 ${middle(({ p99999Ms }) => p99999Ms)}`,
    )
  }
  if (durable) console.log(`    p99 of the disk alone, 16 KB made safe, before each round: ${listed(disk)} ms`)
}

function listed(values: readonly number[]): string {
  return values.map((value) => value.toFixed(1)).join(', ')
}

async function latencyAt(
  server: ServerName,
  perSecond: number,
  kind: LoadKind,
  version: LoadVersion,
  seconds: number,
): Promise<LatencySummary> {
  const bench = await Bench.start(server)
  const client = bench.client()
  await client.ask({ do: 'connect', url: bench.url, stations: CONNECTIONS, version, prefix: 'L', kind })
  await client.ask({ do: 'saturate', seconds: 2 })
  await client.ask({ do: 'steady', seconds: SETTLE_SECONDS, perSecond })
  const { latency } = await client.ask({ do: 'steady', seconds, perSecond })
  await bench.stop()
  return latency
}
