import { Bench, type BenchPlan, median, type ServerName, verdict } from './bench-server.ts'
import type { LoadResult } from './load-client.ts'

const BYSTANDERS = 1_000
const BYSTANDER_RATE = 500
const TIMES_GOAL = 2
const P99_GOAL_MS = 250

/** A power cut ends: every station connects at once and boots, while others who had power go on. */
export async function connectStorm({ stations, rounds }: BenchPlan): Promise<void> {
  console.log(
    `Connect storm: ${stations} stations from nothing to usable (handshake, BootNotification, StatusNotification), ${BYSTANDERS} others meanwhile`,
  )
  const times: number[] = []
  let last: { storm: LoadResult; bystanders: LoadResult } | undefined
  for (let round = 1; round <= rounds; round++) {
    const bare = await storm('bare', stations)
    last = await storm('platform', stations)
    times.push(last.storm.seconds / bare.storm.seconds)
    console.log(
      `  round ${round}: ${last.storm.seconds.toFixed(2)} s, bare ${bare.storm.seconds.toFixed(2)} s; refused ${last.storm.failed}, bare ${bare.storm.failed}`,
    )
    console.log(
      `    bystanders' p99 ${last.bystanders.latency.p99Ms.toFixed(0)} ms (goal ${P99_GOAL_MS} ms: ${verdict(last.bystanders.latency.p99Ms < P99_GOAL_MS)}), at the bare server ${bare.bystanders.latency.p99Ms.toFixed(0)} ms`,
    )
  }
  const factor = median(times)
  console.log(
    `  ${factor.toFixed(2)} times the bare server's time (goal ${TIMES_GOAL}: ${verdict(factor <= TIMES_GOAL && last?.storm.failed === 0)})`,
  )
}

async function storm(server: ServerName, stations: number): Promise<{ storm: LoadResult; bystanders: LoadResult }> {
  const bench = await Bench.start(server)
  const [others, crowd] = [bench.client(), bench.client()]
  await others.ask({
    do: 'connect',
    url: bench.url,
    stations: BYSTANDERS,
    version: 'ocpp1.6',
    prefix: 'B',
    kind: 'heartbeat',
  })
  const watched = others.ask({ do: 'steady', seconds: 12, perSecond: BYSTANDER_RATE })
  const result = await crowd.ask({ do: 'storm', url: bench.url, stations, prefix: 'S' })
  const bystanders = await watched
  await bench.stop()
  return { storm: result, bystanders }
}
