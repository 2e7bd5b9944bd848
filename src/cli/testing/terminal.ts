import { type Clock, systemClock } from '#kernel'
import { runCli } from '../run-cli.ts'
import type { PlatformPrograms, Surroundings, TextSink } from '../surroundings.ts'

export interface Ran {
  readonly code: number
  readonly out: string
  readonly err: string
  /** What was written to standard output, as JSON. */
  json(): unknown
}

export interface TerminalOptions {
  readonly env?: Readonly<Record<string, string>>
  readonly cwd?: string
  readonly home?: string
  readonly root?: string
  /** Columns of a terminal; a pipe if absent. */
  readonly columns?: number
  readonly secret?: string
  readonly interrupted?: AbortSignal
  readonly platform?: Partial<PlatformPrograms>
  readonly programs?: Surroundings['run']
  /** Real time if absent. */
  readonly clock?: Clock
  /** Hears everything written to standard output, as it is written. */
  readonly onOut?: (text: string) => void
  readonly onErr?: (text: string) => void
}

/** Runs the command line as a terminal or a pipe would, in this process. */
export function terminal(options: TerminalOptions = {}): (...args: readonly string[]) => Promise<Ran> {
  return async (...args) => {
    const out = sink(options.columns, options.onOut)
    const err = sink(options.columns, options.onErr)
    const code = await runCli(args, {
      out,
      err,
      env: options.env ?? {},
      cwd: options.cwd ?? '/nonexistent',
      home: options.home ?? '/nonexistent',
      root: options.root ?? '/nonexistent',
      version: '1.2.3',
      clock: options.clock ?? systemClock,
      platform: {
        start: async () => {},
        migrate: async () => [],
        ...options.platform,
      },
      interrupted: () => options.interrupted ?? new AbortController().signal,
      askSecret: async () => options.secret,
      run: options.programs ?? (async () => 0),
    })
    return { code, out: out.text, err: err.text, json: () => JSON.parse(out.text) }
  }
}

function sink(columns: number | undefined, hear: (text: string) => void = () => {}) {
  const written: TextSink & { text: string } = {
    text: '',
    isTerminal: columns !== undefined,
    colour: false,
    columns: columns ?? 80,
    write(text) {
      written.text += text
      hear(text)
    },
  }
  return written
}
