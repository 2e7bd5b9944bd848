import { Bench, type BenchPlan, median, type ServerName, verdict } from './bench-server.ts'
import type { LatencySummary } from './latency.ts'
import type { LoadKind, LoadVersion } from './load-station.ts'

const CONNECTIONS = 500
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
  console.log(
    `Throughput: ${CONNECTIONS} stations, each asking again as soon as it is answered; median of ${plan.rounds} rounds of ${plan.seconds} s`,
  )
  for (const { kind, version, name, durable } of KINDS) {
    const rates: Record<ServerName, number[]> = { bare: [], durable: [], platform: [] }
    const ratios: number[] = []
    for (let round = 1; round <= plan.rounds; round++) {
      const bare = await saturated('bare', kind, version, plan.seconds)
      if (durable) rates.durable.push(await saturated('durable', kind, version, plan.seconds))
      const platform = await saturated('platform', kind, version, plan.seconds)
      rates.bare.push(bare)
      rates.platform.push(platform)
      ratios.push(platform / bare)
    }
    const rate = median(rates.platform)
    const share = median(ratios)
    const goal = durable ? ` (goal ${SHARE_GOAL}: ${verdict(share >= SHARE_GOAL)})` : ''
    console.log(
      `  ${name}: ${Math.round(rate)}/s, bare ${Math.round(median(rates.bare))}/s, ratio ${share.toFixed(3)}${goal}`,
    )
    if (durable) console.log(`    the least that is durable: ${Math.round(median(rates.durable))}/s`)
    await latencyAt('platform', rate * LOAD_SHARE, kind, version, plan, durable)
    await latencyAt('bare', median(rates.bare) * LOAD_SHARE, kind, version, plan, false)
  }
}

async function saturated(server: ServerName, kind: LoadKind, version: LoadVersion, seconds: number): Promise<number> {
  const bench = await Bench.start(server)
  const client = bench.client()
  await client.ask({ do: 'connect', url: bench.url, stations: CONNECTIONS, version, prefix: 'T', kind })
  await client.ask({ do: 'saturate', seconds: 2 })
  const { answered, failed, seconds: took } = await client.ask({ do: 'saturate', seconds })
  await bench.stop()
  if (failed > 0) console.log(`  ${failed} calls failed at the ${server} server`)
  return answered / took
}

async function latencyAt(
  server: ServerName,
  perSecond: number,
  kind: LoadKind,
  version: LoadVersion,
  plan: BenchPlan,
  durable: boolean,
): Promise<void> {
  const rounds: LatencySummary[] = []
  for (let round = 1; round <= plan.rounds; round++) {
    const bench = await Bench.start(server)
    const client = bench.client()
    await client.ask({ do: 'connect', url: bench.url, stations: CONNECTIONS, version, prefix: 'L', kind })
    await client.ask({ do: 'saturate', seconds: 2 })
    await client.ask({ do: 'steady', seconds: SETTLE_SECONDS, perSecond })
    const { latency } = await client.ask({ do: 'steady', seconds: plan.seconds, perSecond })
    await bench.stop()
    rounds.push(latency)
  }
  const middle = (of: (latency: LatencySummary) => number) => `${median(rounds.map(of)).toFixed(1)} ms`
  const p99s = rounds.map(({ p99Ms }) => p99Ms)
  const goal = durable ? `, goal ${P99_GOAL_MS} ms: ${verdict(median(p99s) < P99_GOAL_MS)}` : ''
  console.log(
    `    ${server} at ${Math.round(perSecond)}/s, from the time each was due: p50 ${middle(({ p50Ms }) => p50Ms)}, ` +
      `p99 ${middle(({ p99Ms }) => p99Ms)} (${Math.min(...p99s).toFixed(1)} to ${Math.max(...p99s).toFixed(1)}${goal}), ` +
      `p99.9 ${middle(({ p999Ms }) => p999Ms)}, p99.999 ${middle(({ p99999Ms }) => p99999Ms)}`,
  )
}
