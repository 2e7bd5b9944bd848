import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { npm } from './npm.mjs'
import { root, SetupError, step } from './output.mjs'
import { fingerprintOf, isCurrent, writeStamp } from './stamp.mjs'

const CONSOLE = join(root, 'console')
/** What the console shares with the server. */
const SHARED = join(root, 'src', 'json-schema')
const STAMP = join(CONSOLE, 'dist', '.built-from')

/** Builds the console's pages, unless they were built from exactly these sources. */
export async function buildConsole(node) {
  const manifest = join(CONSOLE, 'package.json')
  if (!existsSync(manifest) || JSON.parse(readFileSync(manifest, 'utf8')).scripts?.build === undefined) return
  const fingerprint = fingerprintOf(
    { folder: CONSOLE, except: ['node_modules', 'dist', '.vite'] },
    { folder: SHARED },
    readFileSync(join(root, 'package-lock.json')),
  )
  if (isCurrent(STAMP, fingerprint)) return
  await step('Building the console', async () => {
    const { code, output } = await npm(['run', 'build', '--workspace', 'console'], { node })
    if (code !== 0)
      throw new SetupError(`${output.trimEnd()}\n\nBuilding the console failed (exit code ${code}); see above.`)
  })
  writeStamp(STAMP, fingerprint)
}
