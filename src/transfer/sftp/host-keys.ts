import { createHash, randomBytes } from 'node:crypto'
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import ssh2 from 'ssh2'
import { AppError } from '#kernel'

/** RSA beside Ed25519: for stations that know nothing newer. */
const KINDS = ['ed25519', 'rsa'] as const
const RSA_BITS = 3072

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
  for (const kind of KINDS) keys.push(await openKey(join(folder, `host-${kind}.key`), kind))
  return { keys, fingerprints: keys.map(fingerprintOf) }
}

async function openKey(file: string, kind: (typeof KINDS)[number]): Promise<string> {
  const known = await readFile(file, 'utf8').catch(() => undefined)
  if (known !== undefined) return checked(known, file)
  // Written beside and linked into place: whoever comes second reads the first one's key, and never half of one.
  const fresh = `${file}.${randomBytes(8).toString('hex')}`
  await writeFile(fresh, makeHostKey(kind), { mode: 0o600 })
  await link(fresh, file).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code !== 'EEXIST') throw cause
  })
  await rm(fresh)
  return checked(await readFile(file, 'utf8'), file)
}

/** A private key in OpenSSH's format. Of Ed25519 keys ssh2 writes one in two hundred a byte short; such a one is made again. */
export function makeHostKey(kind: (typeof KINDS)[number]): string {
  for (;;) {
    const { private: text } =
      kind === 'rsa' ? ssh2.utils.generateKeyPairSync(kind, { bits: RSA_BITS }) : ssh2.utils.generateKeyPairSync(kind)
    if (!(ssh2.utils.parseKey(text) instanceof Error)) return text
  }
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
