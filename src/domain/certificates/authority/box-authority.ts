import { type Bus, type Clock, newId } from '#kernel'
import type { Database } from '#storage'
import type { KeyKind } from '../certificate.ts'
import { type HashData, hashDataOf, sameHashData } from '../hash-data.ts'
import { X509Certificate } from '../x509.ts'
import { type AuthorityRow, isOfKind, loadAuthorities, storeAuthority } from './authority-store.ts'
import type { AuthorityRoot, CertificateAuthority } from './certificate-authority.ts'
import { announceRoots } from './root-news.ts'
import { openKey, sealKey } from './sealed-key.ts'
import { certify, certifyServer, makeRoot, openSigner, type Signer } from './write-certificate.ts'

export interface BoxAuthorityOptions {
  readonly database: Database
  readonly bus: Bus
  readonly clock: Clock
  /** Seals the private keys. */
  readonly secretKey: Uint8Array
  /** The organisation the roots name. */
  readonly organization: string
  /** Days a station's certificate is good for. */
  readonly validDays: number
}

const DAY_MS = 86_400_000
const ROOT_DAYS = 20 * 365
/** Clocks of stations differ from ours: a certificate is good since before it was made (A02.FR.06, note). */
const BACKDATED_MS = DAY_MS

/**
 * The authority in the box. Two roots, each made when it is first needed: whose key is of one kind gets a chain of that
 * kind, because stations need not speak both (A00.FR.421, note). Certifies stations for us alone: vehicles trust others.
 */
export function createBoxAuthority(options: BoxAuthorityOptions): CertificateAuthority {
  const { database, bus, clock, secretKey, organization, validDays } = options
  const signers = new Map<string, Promise<Signer>>()

  /** The root that signs now: the newest that outlives what it signs. */
  async function currentRoot(kind: KeyKind): Promise<AuthorityRow> {
    const nowMs = clock.nowMs()
    const willDo = isOfKind(kind, new Date(nowMs + validDays * DAY_MS))
    const found = (await loadAuthorities(database)).find(willDo)
    if (found !== undefined) return found
    const id = newId(nowMs)
    const notAfter = new Date(nowMs + (ROOT_DAYS + validDays) * DAY_MS)
    const commonName = `Stations ${kind.toUpperCase()} ${id.slice(-8)}`
    const validity = { notBefore: new Date(nowMs - BACKDATED_MS), notAfter }
    const { certificate, key } = await makeRoot(kind, { commonName, organization }, validity)
    const made: AuthorityRow = {
      ...{ id, key_kind: kind, certificate: certificate.toString('pem'), not_after: notAfter },
      ...{ sealed_key: sealKey(secretKey, id, key), created_at: new Date(nowMs) },
    }
    const stored = await database.transaction((queries) => storeAuthority(queries, made, willDo))
    announceRoots(bus)
    return stored
  }

  function signerOf({ id, key_kind, certificate, sealed_key }: AuthorityRow): Promise<Signer> {
    const signer = signers.get(id) ?? openSigner(key_kind, certificate, openKey(secretKey, id, sealed_key))
    signers.set(id, signer)
    return signer
  }

  async function roots(): Promise<AuthorityRoot[]> {
    const now = new Date(clock.nowMs())
    return (await loadAuthorities(database)).filter(({ not_after }) => not_after > now).map(readRoot)
  }

  return {
    async refusal({ use, keyKind, root }) {
      if (use !== 'station') return 'use-not-served'
      if (root === undefined) return undefined
      const known = (await loadAuthorities(database)).filter(({ key_kind }) => key_kind === keyKind)
      return known.some((row) => isNamedBy(row, root)) ? undefined : 'unknown-root'
    },
    async issue(order) {
      const signer = await signerOf(await currentRoot(order.keyKind))
      const nowMs = clock.nowMs()
      const certificate = await certify(signer, order, {
        notBefore: new Date(nowMs - BACKDATED_MS),
        notAfter: new Date(nowMs + validDays * DAY_MS),
      })
      return { status: 'issued', chain: `${certificate.toString('pem')}\n` }
    },
    async issueServer({ names, validDays: days, ...key }) {
      const nowMs = clock.nowMs()
      const subject = { ...key, names, organization, commonName: names[0] ?? 'localhost' }
      const validity = { notBefore: new Date(nowMs - BACKDATED_MS), notAfter: new Date(nowMs + days * DAY_MS) }
      const certificate = await certifyServer(await signerOf(await currentRoot(key.keyKind)), subject, validity)
      return `${certificate.toString('pem')}\n`
    },
    async roots(wish) {
      if (wish?.make === true) await currentRoot('ecdsa')
      return await roots()
    },
  }
}

function isNamedBy({ certificate }: AuthorityRow, name: HashData): boolean {
  if (name.algorithm === 'unknown') return false
  const root = new X509Certificate(certificate)
  return sameHashData(hashDataOf(root, root, name.algorithm), name)
}

function readRoot(row: AuthorityRow): AuthorityRoot {
  const certificate = new X509Certificate(row.certificate)
  return {
    id: row.id,
    keyKind: row.key_kind,
    subject: certificate.subject,
    certificate: `${row.certificate.trim()}\n`,
    hashData: hashDataOf(certificate, certificate),
    notAfter: row.not_after,
  }
}
