import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'

const CONSOLE = join(import.meta.dirname, '../../../console')

export interface ConsoleBuild {
  readonly directory: string
  remove(): Promise<void>
}

/** The console as its sources are now, built as for production into a folder of its own. */
export async function buildConsole(): Promise<ConsoleBuild> {
  const directory = await mkdtemp(join(tmpdir(), 'chargewright-console-'))
  const vite = join(dirname(createRequire(join(CONSOLE, 'package.json')).resolve('vite/package.json')), 'bin/vite.js')
  await promisify(execFile)(process.execPath, [vite, 'build', '--outDir', directory, '--logLevel', 'warn'], {
    cwd: CONSOLE,
    env: { ...process.env, NODE_ENV: 'production' },
  })
  return { directory, remove: () => rm(directory, { recursive: true }) }
}
