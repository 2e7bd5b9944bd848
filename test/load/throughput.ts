import { Bench, type BenchPlan, median, type ServerName, verdict } from './bench-server.ts'
import type { LoadKind, LoadVersion } from './load-station.ts'

const CONNECTIONS = 500
const SHARE_GOAL = 0.65
const P99_GOAL_MS = 15
const LOAD_SHARE = 0.7

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
      `  ${name}: ${Math.round(rate)}/s, bare ${Math.round(median(rates.bare))}/s, ratio ${share.toFixed(2)}${goal}`,
    )
    if (durable) console.log(`    the least that is durable: ${Math.round(median(rates.durable))}/s`)
    await latencyAt('platform', rate * LOAD_SHARE, kind, version, plan.seconds, durable)
    await latencyAt('bare', median(rates.bare) * LOAD_SHARE, kind, version, plan.seconds, false)
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
  seconds: number,
  durable: boolean,
): Promise<void> {
  const bench = await Bench.start(server)
  const client = bench.client()
  await client.ask({ do: 'connect', url: bench.url, stations: CONNECTIONS, version, prefix: 'L', kind })
  await client.ask({ do: 'saturate', seconds: 2 })
  const { latency } = await client.ask({ do: 'steady', seconds, perSecond })
  await bench.stop()
  const goal = durable ? ` (goal ${P99_GOAL_MS} ms: ${verdict(latency.p99Ms < P99_GOAL_MS)})` : ''
  console.log(
    `    ${server} at ${Math.round(perSecond)}/s, from the time each was due: p50 ${latency.p50Ms.toFixed(1)} ms, p99 ${latency.p99Ms.toFixed(1)} ms${goal}, ` +
      `p99.9 ${latency.p999Ms.toFixed(1)} ms, p99.999 ${latency.p99999Ms.toFixed(1)} ms`,
  )
}
