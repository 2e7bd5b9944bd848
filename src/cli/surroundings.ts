import type { Clock } from '#kernel'

/** Where text goes: standard output or standard error. */
export interface TextSink {
  write(text: string): void
  /** False for a pipe or a file: nothing is cut to its width then, and no progress shown. */
  readonly isTerminal: boolean
  readonly colour: boolean
  /** Characters in a line; of use on a terminal only. */
  readonly columns: number
}

/** What the command line can do with the platform itself; given to it, because an edge does not know the others. */
export interface PlatformPrograms {
  /** Starts the platform; resolves once it has started, and it goes on by itself. */
  start(options: PlatformOptions & { readonly demo: boolean }): Promise<void>
  /** Brings the database's schema up to date; tells which migrations were run. */
  migrate(options: PlatformOptions & { readonly onProgress: (sentence: string) => void }): Promise<readonly string[]>
}

export interface PlatformOptions {
  readonly config?: string
  readonly data?: string
}

/** Everything the command line knows of the world around it. */
export interface Surroundings {
  readonly out: TextSink
  readonly err: TextSink
  readonly env: Readonly<Record<string, string | undefined>>
  /** The folder the program was called in. */
  readonly cwd: string
  /** The person's own folder. */
  readonly home: string
  /** The work tree the program is part of. */
  readonly root: string
  readonly version: string
  readonly clock: Clock
  readonly platform: PlatformPrograms
  /** Aborted by Ctrl-C or SIGTERM. Asking for it means to end in good order then. */
  interrupted(): AbortSignal
  /** A secret from the person at the terminal, unseen, or from the first line of a pipe; undefined when there is none. */
  askSecret(question: string): Promise<string | undefined>
  /** Runs another program of the work tree in the same terminal; resolves with its exit code. */
  run(file: string, args: readonly string[]): Promise<number>
}
