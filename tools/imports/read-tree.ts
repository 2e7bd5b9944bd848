import { existsSync, globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Tree } from './check.ts'

const WRITTEN_BY_HAND = [
  'src/**/*.ts',
  'test/**/*.ts',
  'console/src/**/*.{ts,tsx}',
  'tools/**/*.{ts,mjs}',
  'bootstrap.mjs',
]

/** The sources of the work tree at `root`, without what is generated. */
export function readTree(root: string): Tree {
  const paths = globSync(WRITTEN_BY_HAND, { cwd: root })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => !path.includes('/generated/'))
    .sort()
  const { imports = {}, ...manifest } = readManifest(join(root, 'package.json'))
  return {
    files: new Map(paths.map((path) => [path, readFileSync(join(root, path), 'utf8')])),
    aliases: imports,
    packages: declaredBy(manifest),
    consolePackages: declaredBy(readManifest(join(root, 'console', 'package.json'))),
  }
}

interface Manifest {
  readonly imports?: Record<string, string>
  readonly dependencies?: Record<string, string>
  readonly devDependencies?: Record<string, string>
}

function readManifest(path: string): Manifest {
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : {}
}

function declaredBy({ dependencies = {}, devDependencies = {} }: Manifest): string[] {
  return [...Object.keys(dependencies), ...Object.keys(devDependencies)]
}
