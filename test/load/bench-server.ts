import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import type { ServerNews, ServerOrder } from './bench-child.ts'
import { Latency } from './latency.ts'
import type { LoadOrder, LoadResult } from './load-client.ts'
import { shareProcessors } from './processors.ts'

export const SERVERS = { bare: 'bare-server.ts', durable: 'durable-server.ts', platform: 'platform-server.ts' } as const
export type ServerName = keyof typeof SERVERS

export interface BenchPlan {
  readonly seconds: number
  readonly rounds: number
  readonly stations: number
}

/** A server under measurement and the load generator beside it, each in a process of its own. */
export class Bench {
  readonly url: string
  readonly #server: ChildProcess
  readonly #clients: ChildProcess[] = []

  private constructor(server: ChildProcess, url: string) {
    this.#server = server
    this.url = url
  }

  static async start(name: ServerName): Promise<Bench> {
    const server = fork(new URL(SERVERS[name], import.meta.url), {
      execArgv: [],
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    })
    // One that stands still would not notice that the bench has ended.
    process.on('exit', () => server.kill('SIGCONT'))
    const { url } = await news(server)
    if (url === undefined) throw new Error(`The ${name} server did not start`)
    return new Bench(server, url)
  }

  /**
   * A load generator; several may run at once. It has a session of its own, as stations are other machines: Linux shares the processors out
   * by session where it may (sched(7), "The autogroup feature"), and would have it and the server take from one share.
   */
  client(): LoadClient {
    const client = fork(new URL('load-client.ts', import.meta.url), {
      execArgv: [],
      detached: true,
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    })
    this.#clients.push(client)
    return new LoadClient(client)
  }

  async memory(): Promise<{ rssBytes: number; heapBytes: number; cpuSeconds: number }> {
    order(this.#server, 'memory')
    const { memory, cpuSeconds = 0 } = await news(this.#server)
    if (memory === undefined) throw new Error('The server did not tell its memory')
    return { ...memory, cpuSeconds }
  }

  /** Gives the server's own thread a processor, and load generators and its database the rest; false where that cannot be had. */
  shareProcessors(): boolean {
    return this.#clients.every(({ pid }) => shareProcessors(this.#server.pid ?? 0, pid ?? 0))
  }

  /** The server stands still while another is measured; its database goes on. */
  suspend(): void {
    this.#server.kill('SIGSTOP')
  }

  resume(): void {
    this.#server.kill('SIGCONT')
  }

  async stop(): Promise<void> {
    this.resume()
    for (const client of this.#clients) client.kill()
    const gone = once(this.#server, 'exit')
    order(this.#server, 'stop')
    await gone
  }
}

export class LoadClient {
  readonly #process: ChildProcess

  constructor(process: ChildProcess) {
    this.#process = process
  }

  async ask(wish: LoadOrder): Promise<LoadResult> {
    this.#process.send(wish)
    const answer = (await wordOf(this.#process, 'load generator')) as { result?: LoadResult; failure?: string }
    if (answer.failure !== undefined) throw new Error(answer.failure)
    return answer.result ?? NOTHING
  }
}

const NOTHING: LoadResult = { answered: 0, failed: 0, seconds: 0, latency: new Latency().summary() }

function order(server: ChildProcess, wish: ServerOrder): void {
  server.send(wish)
}

async function news(server: ChildProcess): Promise<ServerNews> {
  return (await wordOf(server, 'server')) as ServerNews
}

/** The next thing a process says. */
function wordOf(child: ChildProcess, name: string): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const gone = (code: number | null) => reject(new Error(`The ${name} ended with ${code}`))
    child.once('exit', gone)
    child.once('message', (message) => {
      child.off('exit', gone)
      resolve(message)
    })
  })
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}

/** A figure beside its goal, with the honest word. */
export function verdict(met: boolean): string {
  return met ? 'met' : 'NOT met'
}
