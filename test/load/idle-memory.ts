import { Bench, type BenchPlan, type ServerName, verdict } from './bench-server.ts'

const GOAL_KIB = 8

/** What a station costs that is connected, has booted, and says nothing. */
export async function idleMemory({ stations }: BenchPlan): Promise<void> {
  console.log(`Memory: ${stations} stations connected, booted and idle`)
  const bare = await perStation('bare', stations)
  const platform = await perStation('platform', stations)
  const above = { heap: platform.heapKib - bare.heapKib, rss: platform.rssKib - bare.rssKib }
  for (const [name, { heapKib, rssKib }] of Object.entries({ bare, platform })) {
    console.log(`  ${name}: ${heapKib.toFixed(1)} KiB heap and buffers, ${rssKib.toFixed(1)} KiB resident, a station`)
  }
  console.log(
    `  above the bare server: ${above.heap.toFixed(1)} KiB heap and buffers, ${above.rss.toFixed(1)} KiB resident (goal ${GOAL_KIB} KiB: ${verdict(above.rss <= GOAL_KIB)})`,
  )
}

async function perStation(server: ServerName, stations: number): Promise<{ heapKib: number; rssKib: number }> {
  const bench = await Bench.start(server)
  const client = bench.client()
  // What the first stations bring to life (compiled code, pools) is not a station's cost.
  await client.ask({ do: 'connect', url: bench.url, stations: 500, version: 'both', prefix: 'W', kind: 'heartbeat' })
  const before = await bench.memory()
  await client.ask({ do: 'connect', url: bench.url, stations, version: 'both', prefix: 'M', kind: 'heartbeat' })
  const after = await bench.memory()
  await bench.stop()
  return {
    heapKib: (after.heapBytes - before.heapBytes) / stations / 1024,
    rssKib: (after.rssBytes - before.rssBytes) / stations / 1024,
  }
}
