import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { join, resolve } from 'node:path'

export const root = resolve(import.meta.dirname, '../..')

/** Runs a program of node_modules as one visible step; true when it ended well. A signal ends the program and us. */
export async function step(title: string, program: string, args: readonly string[]): Promise<boolean> {
  console.log(`\n── ${title}`)
  const startedMs = performance.now()
  const code = await run(program, args)
  const tookS = ((performance.now() - startedMs) / 1000).toFixed(1)
  console.log(`── ${title}: ${code === 0 ? 'fine' : `failed (${code})`}, ${tookS} s`)
  return code === 0
}

function run(program: string, args: readonly string[]): Promise<number | string> {
  const child = spawn(process.execPath, [join(root, program), ...args], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  const handlers = (['SIGINT', 'SIGTERM', 'SIGHUP'] as const).map((signal) => {
    const handler = () => {
      child.kill(signal)
      child.once('exit', () => process.exit(128 + constants.signals[signal]))
    }
    process.once(signal, handler)
    return () => process.removeListener(signal, handler)
  })
  return new Promise((settle, reject) => {
    child.once('error', reject)
    child.once('exit', (code, signal) => {
      for (const remove of handlers) remove()
      settle(code ?? signal ?? 'no exit code')
    })
  })
}
