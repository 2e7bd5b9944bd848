import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { root, say } from './output.mjs'

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP']
const LEAVE_WITH_PARENT = pathToFileURL(join(root, 'tools', 'setup', 'leave-with-parent.mjs')).href

/** Runs a set-up step, its output among our own on stderr; resolves with its exit code or signal. */
export function runStep(node, args) {
  return ended(takeAlong(spawn(node, args, { cwd: root, stdio: ['ignore', 2, 2] })))
}

/** A signal that ends the set-up ends what it has started, too. */
export function takeAlong(child) {
  const handlers = SIGNALS.map((signal) => [
    signal,
    () => {
      child.kill(signal)
      child.once('exit', () => process.exit(128 + constants.signals[signal]))
    },
  ])
  for (const [signal, handler] of handlers) process.once(signal, handler)
  child.once('close', () => {
    for (const [signal, handler] of handlers) process.removeListener(signal, handler)
  })
  return child
}

/**
 * Runs the wanted program in our place: same terminal, same folder, same arguments; our signals are its signals, its end is
 * our end.
 *
 * A terminal sends Ctrl-C to every process in the foreground itself, so passing it on would deliver it twice, and twice
 * means "now, at once". Without a terminal the program gets a process group of its own, and hears each signal from us only.
 */
export async function runInOurPlace(node, program, args) {
  const onTerminal = process.stdin.isTTY === true
  const child = spawn(node, ['--import', LEAVE_WITH_PARENT, program, ...args], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    detached: !onTerminal && process.platform !== 'win32',
  })
  for (const signal of SIGNALS) process.on(signal, passOn(child, signal, onTerminal))
  const watch = whenNpmIsGone(() => child.kill('SIGTERM'))
  const end = await ended(child)
  clearInterval(watch)
  for (const signal of SIGNALS) process.removeAllListeners(signal)
  if (typeof end === 'number') process.exitCode = end
  else {
    if (!SIGNALS.includes(end)) say(unasked(end))
    process.kill(process.pid, end)
  }
}

function unasked(signal) {
  const why = signal === 'SIGKILL' ? ': somebody did that, or the system, which was short of memory' : ''
  return `The program was ended by ${signal}${why}.`
}

function passOn(child, signal, onTerminal) {
  let lastMs = Number.NEGATIVE_INFINITY
  return () => {
    if (onTerminal && signal !== 'SIGTERM') return
    // npm passes signals on as well: what arrives twice within a moment was sent once.
    const nowMs = performance.now()
    if (nowMs - lastMs > 500) child.kill(signal)
    lastMs = nowMs
  }
}

/** npm waits for us and passes signals on; killed outright it can do neither, and we would be left running unseen. */
function whenNpmIsGone(stop) {
  const npmPid = process.ppid
  if (process.env.npm_lifecycle_event === undefined) return undefined
  return setInterval(() => process.ppid !== npmPid && stop(), 1_000)
}

function ended(child) {
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code, signal) => resolve(code ?? signal))
  })
}
