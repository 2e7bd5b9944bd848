import { spawn } from 'node:child_process'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { systemClock } from '#kernel'
import type { PlatformPrograms, Surroundings, TextSink } from './surroundings.ts'

const USUAL_COLUMNS = 80
const LONGEST_SECRET = 4_096

/** The world as this process sees it. */
export function processSurroundings(root: string, version: string, platform: PlatformPrograms): Surroundings {
  return {
    root,
    version,
    platform,
    out: sinkOf(process.stdout),
    err: sinkOf(process.stderr),
    env: process.env,
    cwd: process.cwd(),
    home: homedir(),
    clock: systemClock,
    interrupted,
    askSecret,
    run: (file, args) => run(join(root, file), args),
  }
}

function sinkOf(stream: NodeJS.WriteStream): TextSink {
  // Whoever reads may have seen enough, as `| head` has.
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0)
    throw error
  })
  return {
    write: (text) => void stream.write(text),
    isTerminal: stream.isTTY === true,
    colour: stream.isTTY === true && !process.env.NO_COLOR,
    get columns() {
      return stream.columns ?? USUAL_COLUMNS
    },
  }
}

function interrupted(): AbortSignal {
  const controller = new AbortController()
  const onSignal = () => {
    // A second signal means now.
    if (controller.signal.aborted) process.exit(130)
    controller.abort()
  }
  process.on('SIGINT', onSignal)
  process.on('SIGTERM', onSignal)
  return controller.signal
}

async function askSecret(question: string): Promise<string | undefined> {
  if (process.stdin.isTTY !== true) return firstLineOf(process.stdin)
  const { isCancel, password } = await import('@clack/prompts')
  const answer = await password({ message: question, output: process.stderr })
  return isCancel(answer) ? undefined : answer
}

async function firstLineOf(stream: NodeJS.ReadStream): Promise<string | undefined> {
  let text = ''
  for await (const chunk of stream) {
    text += String(chunk)
    if (text.includes('\n') || text.length > LONGEST_SECRET) break
  }
  return text.split('\n')[0]
}

function run(file: string, args: readonly string[]): Promise<number> {
  const child = spawn(process.execPath, [file, ...args], { stdio: 'inherit' })
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code) => resolve(code ?? 1))
  })
}
