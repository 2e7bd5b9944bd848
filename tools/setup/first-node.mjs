import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { callerIsNewEnough, nodePackage, packagedNode, whyItDoesNotRun } from './node.mjs'
import { npm } from './npm.mjs'
import { root } from './output.mjs'

/**
 * Calls `work` with the Node that npm shall run on. An older one will not do: npm leaves out native packages whose
 * "engines" it does not meet, without a word, and what needs them fails much later. So where the caller's is old, the
 * pinned Node is fetched by itself first, as the lock file has it, and kept only until everything is installed.
 */
export async function withFirstNode(work) {
  const folder = join(root, '.cache', 'first-node')
  try {
    return await work(callerIsNewEnough ? process.execPath : ((await fetchNode(folder)) ?? process.execPath))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function fetchNode(folder) {
  const key = `node_modules/${nodePackage}`
  const { optional: _optional, ...locked } =
    JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages[key] ?? {}
  if (locked.version === undefined) return undefined
  const manifest = { name: 'first-node', version: '0.0.0', dependencies: { [nodePackage]: locked.version } }
  const lock = { ...manifest, lockfileVersion: 3, requires: true, packages: { '': manifest, [key]: locked } }
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest))
  writeFileSync(join(folder, 'package-lock.json'), JSON.stringify(lock))
  const { code } = await npm(['ci', '--no-audit', '--no-fund', '--loglevel=error'], { folder })
  const node = packagedNode(folder)
  // Should this fail, the installation of everything will as well, and say why.
  return code === 0 && node !== undefined && (await whyItDoesNotRun(node)) === undefined ? node : undefined
}
