import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/** What a server under measurement tells its parent. */
export interface ServerNews {
  readonly url?: string
  readonly memory?: { readonly rssBytes: number; readonly heapBytes: number }
  readonly cpuSeconds?: number
}

export type ServerOrder = 'memory' | 'stop'

/** Lets the parent process find, weigh and stop this server. */
export function serveBench(server: { readonly url: string; stop(): Promise<void> }): void {
  setFlagsFromString('--expose-gc')
  const collect: () => void = runInNewContext('gc')
  process.on('message', (order: ServerOrder) => {
    if (order === 'stop') return void server.stop()
    // Twice: what finalisers let go of is only found the second time.
    collect()
    collect()
    const { rss, heapUsed, external } = process.memoryUsage()
    const { user, system } = process.cpuUsage()
    tell({ memory: { rssBytes: rss, heapBytes: heapUsed + external }, cpuSeconds: (user + system) / 1e6 })
  })
  process.on('disconnect', () => process.exit(1))
  tell({ url: server.url })
}

function tell(news: ServerNews): void {
  process.send?.(news)
}
