import { Bench, type BenchPlan, verdict } from './bench-server.ts'

const STATIONS = 5_000
const PER_SECOND = 4_000
const GOAL = 0.99999

/** What an operator's day looks like: readings, transaction events and heartbeats of many stations, day in, day out. */
export async function steadyMix({ seconds }: BenchPlan): Promise<void> {
  const bench = await Bench.start('platform')
  const client = bench.client()
  await client.ask({ do: 'connect', url: bench.url, stations: STATIONS, version: 'both', prefix: 'X', kind: 'mix' })
  const { latency, failed } = await client.ask({ do: 'steady', seconds: seconds * 6, perSecond: PER_SECOND })
  await bench.stop()
  console.log(
    `Steady mix: ${STATIONS} stations, ${PER_SECOND} messages a second for ${seconds * 6} s, from the time each was due`,
  )
  console.log(
    `  p50 ${latency.p50Ms.toFixed(1)} ms, p99 ${latency.p99Ms.toFixed(1)} ms, p99.9 ${latency.p999Ms.toFixed(1)} ms, p99.999 ${latency.p99999Ms.toFixed(1)} ms, max ${latency.maxMs.toFixed(1)} ms; failed ${failed}`,
  )
  console.log(
    `  within a second: ${(latency.withinSecond * 100).toFixed(4)} % of ${latency.count} (goal ${(GOAL * 100).toFixed(3)} %: ${verdict(latency.withinSecond >= GOAL)})`,
  )
}
