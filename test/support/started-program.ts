import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

const PROGRAM = join(import.meta.dirname, '../../src/main/start.ts')

export interface ProgramOptions {
  /** Where its data goes. */
  readonly dir: string
  readonly databaseUrl: string
  /** What is run; default: this work tree's. */
  readonly program?: string
}

/** The program as a user starts it, in a process of its own, without the demo. */
export interface StartedProgram {
  readonly apiUrl: string
  readonly ocppUrl: string
  /** Asks the API with the key the command line uses: what it answers, as JSON. Posts the body, if there is one. */
  api(path: string, body?: object): Promise<{ readonly status: number; readonly body: unknown }>
  /** Asks it to end; its exit code and signal once it has. */
  stop(): Promise<readonly unknown[]>
  /** Whatever state it is in. */
  kill(): void
}

/** Starts it; resolves with the addresses it greets with, ready. Stations nobody announced are accepted. */
export async function startProgram({ dir, databaseUrl, program = PROGRAM }: ProgramOptions): Promise<StartedProgram> {
  const child = spawn(process.execPath, [program, '--no-demo', '--data', dir], {
    cwd: dir,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      ...process.env,
      CHARGEWRIGHT_DATABASE_URL: databaseUrl,
      CHARGEWRIGHT_HTTP_PORT: '0',
      CHARGEWRIGHT_OCPP_PORT: '0',
      CHARGEWRIGHT_OCPP_TLS_PORT: '0',
      CHARGEWRIGHT_OCPP_UNKNOWN_STATIONS: 'accept',
      CHARGEWRIGHT_LOG_LEVEL: 'error',
    },
  })
  const kill = () => void child.kill('SIGKILL')
  const { apiUrl, ocppUrl } = await greeting(child).catch((thrown: unknown) => {
    kill()
    throw thrown
  })
  return {
    apiUrl,
    ocppUrl,
    kill,
    async api(path, body) {
      const key = await readFile(join(dir, 'cli.key'), 'utf8')
      const headers = { Authorization: `Bearer ${key.trim()}`, ...(body && { 'Content-Type': 'application/json' }) }
      const given = body && { method: 'POST', body: JSON.stringify(body) }
      const answer = await fetch(`${apiUrl}/api/v1${path}`, { headers, ...given })
      return { status: answer.status, body: await answer.json() }
    },
    async stop() {
      const exit = once(child, 'exit')
      child.kill('SIGTERM')
      return await exit
    },
  }
}

async function greeting({ stdout }: ChildProcess): Promise<{ apiUrl: string; ocppUrl: string }> {
  const said: string[] = []
  if (stdout === null) throw new Error('the program has no output')
  for await (const line of createInterface(stdout)) {
    said.push(line)
    if (line.includes('Ctrl-C')) break
  }
  const [apiUrl] = /http:\S+/.exec(said.join('\n')) ?? []
  const [ocppUrl] = /ws:\S+(?=\/<station id>)/.exec(said.join('\n')) ?? []
  if (apiUrl === undefined || ocppUrl === undefined) throw new Error(`the program said: ${said.join('\n')}`)
  return { apiUrl, ocppUrl }
}
