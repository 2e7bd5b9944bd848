import { createHash, randomBytes } from 'node:crypto'
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import ssh2 from 'ssh2'
import { AppError } from '#kernel'

/** RSA beside Ed25519: for stations that know nothing newer. */
const KINDS = [
  ['ed25519', {}],
  ['rsa', { bits: 3072 }],
] as const

/**
 * The keys that stations know the SFTP door by, made in a folder when they are missing; nodes of a cluster share them.
 *
 * @returns private keys, and what a person compares: `ssh-ed25519 SHA256:…`
 * @throws AppError `invalid` for a file that holds no key
 */
export async function openHostKeys(
  folder: string,
): Promise<{ readonly keys: readonly string[]; readonly fingerprints: readonly string[] }> {
  await mkdir(folder, { recursive: true })
  const keys: string[] = []
  // One after the other: when it fails, nothing is still being written.
  for (const [kind, options] of KINDS) keys.push(await openKey(join(folder, `host-${kind}.key`), kind, options))
  return { keys, fingerprints: keys.map(fingerprintOf) }
}

async function openKey(file: string, kind: 'ed25519' | 'rsa', options: { readonly bits?: number }): Promise<string> {
  const known = await readFile(file, 'utf8').catch(() => undefined)
  if (known !== undefined) return checked(known, file)
  const made =
    kind === 'rsa'
      ? ssh2.utils.generateKeyPairSync(kind, { bits: options.bits ?? 3072 })
      : ssh2.utils.generateKeyPairSync(kind)
  // Written beside and linked into place: whoever comes second reads the first one's key, and never half of one.
  const fresh = `${file}.${randomBytes(8).toString('hex')}`
  await writeFile(fresh, made.private, { mode: 0o600 })
  await link(fresh, file).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code !== 'EEXIST') throw cause
  })
  await rm(fresh)
  return checked(await readFile(file, 'utf8'), file)
}

function checked(text: string, file: string): string {
  if (ssh2.utils.parseKey(text) instanceof Error)
    throw new AppError('invalid', `${file} holds no private key`, { file })
  return text
}

function fingerprintOf(text: string): string {
  const key = ssh2.utils.parseKey(text)
  if (key instanceof Error) return 'none'
  const hash = createHash('sha256').update(key.getPublicSSH()).digest('base64').replace(/=+$/, '')
  return `${key.type} SHA256:${hash}`
}
