import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { withFirstNode } from './first-node.mjs'
import { npm } from './npm.mjs'
import { root, SetupError, step } from './output.mjs'
import { fingerprintOf, isCurrent, writeStamp } from './stamp.mjs'

const STAMP = join(root, 'node_modules', '.chargewright-installed')

/** Installs what package-lock.json names, unless exactly that is installed already. */
export async function installDependencies() {
  const lockFile = join(root, 'package-lock.json')
  if (!existsSync(lockFile)) throw new SetupError('package-lock.json is missing: is this a complete clone?')
  // Packages with native parts differ by machine, so a folder that was copied from another one is stale.
  const fingerprint = fingerprintOf(readFileSync(lockFile), `${process.platform} ${process.arch}`)
  if (isCurrent(STAMP, fingerprint)) return
  if (!isInstalledByHand(lockFile)) {
    const title = existsSync(join(root, 'node_modules')) ? 'Bringing packages up to date' : 'Installing packages'
    await step(`${title} (npm ci; some 600 MB on disk)`, ci)
  }
  writeStamp(STAMP, fingerprint)
}

/** Everything is wanted, also where NODE_ENV says production: the console is built here, on the machine it runs on. */
const CI = ['ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error']

async function ci() {
  const { code, output } = await withFirstNode((node) => npm(CI, { node }))
  if (code === 0) return
  throw new SetupError(
    [
      output.trimEnd(),
      '',
      `npm ci failed (exit code ${code}); its own words are above. The usual reasons:`,
      '  no way to the package registry (npm ping shows it; behind a proxy set HTTPS_PROXY, or registry= in ~/.npmrc),',
      '  a full disk (about 1 GB is needed for a start),',
      '  node_modules belonging to another user (remove that folder and start again),',
      '  a cache of npm that belongs to another user (npm config get cache tells where it is).',
    ].join('\n'),
  )
}

/** True when npm's own record of node_modules names every package of the lock file that belongs on this machine. */
function isInstalledByHand(lockFile) {
  const record = join(root, 'node_modules', '.package-lock.json')
  if (!existsSync(record)) return false
  const wanted = JSON.parse(readFileSync(lockFile, 'utf8')).packages
  const installed = JSON.parse(readFileSync(record, 'utf8')).packages
  return Object.entries(wanted).every(([path, locked]) => {
    if (!path.startsWith('node_modules/') || locked.link) return true
    if (installed[path] === undefined) return locked.optional === true && !isForThisMachine(locked)
    return installed[path].version === locked.version && existsSync(join(root, path, 'package.json'))
  })
}

/** True for a package that says which machines it is for, this one among them. */
function isForThisMachine({ os, cpu, libc }) {
  const { glibcVersionRuntime } = process.report.getReport().header
  const ownLibc = glibcVersionRuntime === undefined ? 'musl' : 'glibc'
  const fits = (list, own) => list === undefined || [list].flat().includes(own)
  if (os === undefined || cpu === undefined) return false
  return fits(os, process.platform) && fits(cpu, process.arch) && (process.platform !== 'linux' || fits(libc, ownLibc))
}
