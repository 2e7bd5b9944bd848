import { type Bus, known } from '#kernel'
import { Batcher } from '#storage'
import type {
  CertificateState,
  Certificates,
  ShownCertificate,
  ShownVerdict,
  StationCertificate,
} from './certificate.ts'
import { judgeShown } from './judge-shown.ts'
import { type CertificateParts, REVOCATION_TIMEOUT_MS } from './options.ts'
import { loadReach, type Reach } from './renewal-store.ts'
import { PATIENCE_MS, renewalWait } from './renewal-wait.ts'
import { createCertificateInquiry } from './revocation/certificate-inquiry.ts'
import { revokeCertificate } from './revocation-store.ts'
import { readLeaf } from './shown-certificate.ts'
import { loadShownFacts, type ShownQuestion, storeAnswer, storeUsed } from './shown-store.ts'
import {
  type CertificateRow,
  deleteEnded,
  loadCertificates,
  readCertificateRow,
  requireStation,
} from './station-certificate-store.ts'

type Standing = Pick<Certificates, 'answered' | 'judgeShown' | 'used' | 'revoke' | 'list' | 'removeBefore' | 'close'>

const SUBJECT = 'station-certificate-revoked'
/** Whoever has such a one has asked for it, and has not come with it yet. */
const ON_THEIR_WAY: ReadonlySet<CertificateState> = new Set(['requested', 'issued', 'installed'])

/** Hears which certificates are revoked, whichever node that happens on. */
export function followRevocations(
  bus: Bus,
  handle: (stationId: string, fingerprint: string) => void,
): { stop(): void } {
  return bus.subscribe(SUBJECT, ({ stationId, fingerprint }) => {
    if (typeof stationId === 'string' && typeof fingerprint === 'string') handle(stationId, fingerprint)
  })
}

/** Which certificates of stations are good, and which are theirs. */
export function createStanding(parts: CertificateParts): Standing {
  const { database, bus, clock, metrics, logger, now, settings = {} } = parts
  // After an outage every station shows its certificate within a minute, so questions are answered in groups.
  const facts = new Batcher({
    ...{ name: 'shown-certificates', clock, maxInFlight: 2 },
    ...(metrics && { metrics }),
    flush: (asked: ShownQuestion[]) => loadShownFacts(database, asked),
  })
  const { revocationCheck = 'lenient', revocationTimeoutMs = REVOCATION_TIMEOUT_MS } = settings
  const inquire = createCertificateInquiry({ clock, logger, timeoutMs: revocationTimeoutMs })

  /** A certificate of our own that names nobody to ask is judged by our own record, which has been done. */
  async function atAuthority(chain: readonly Uint8Array[], isOwn: boolean): Promise<ShownVerdict> {
    if (revocationCheck === 'off') return 'good'
    const found = await inquire(chain)
    if (found === 'revoked') return 'revoked-by-authority'
    if (found === 'good' || (found === 'silent' && isOwn)) return 'good'
    return revocationCheck === 'strict' ? 'unverified' : 'good'
  }

  const factsOf = (stationId: string, { fingerprint }: ShownCertificate) => facts.add({ stationId, fingerprint })

  /** Of the one in use: what its renewal waits for. */
  function renewalOf(
    row: CertificateRow,
    all: readonly CertificateRow[],
    reach: Reach,
  ): Pick<StationCertificate, 'renewal'> {
    const { not_after: notAfter, renewal_asked_at: askedAt } = row
    if (row.state !== 'in-use' || notAfter === null) return {}
    const lately = now().getTime() - PATIENCE_MS
    const underWay = all.some(
      ({ id, state, requested_at }) => id !== row.id && ON_THEIR_WAY.has(state) && requested_at.getTime() > lately,
    )
    const facts = { notAfter, renewDays: parts.renewDays, underWay, ...reach, ...known({ askedAt }) }
    return { renewal: renewalWait(facts, now()) }
  }

  return {
    async answered(stationId, chain, accepted) {
      const leaf = readLeaf(chain)
      await database.transaction((queries) => storeAnswer(queries, stationId, leaf, accepted, now()))
    },
    async judgeShown(stationId, shown, keepsFormer, chain) {
      const found = await factsOf(stationId, shown)
      const ours = judgeShown(stationId, shown, found, keepsFormer, now())
      const isOwn = found.records.some(({ foreign }) => !foreign)
      const verdict = ours === 'good' && chain !== undefined ? await atAuthority(chain, isOwn) : ours
      if (verdict !== 'good') logger.warn('A certificate was refused', { stationId, subject: shown.subject, verdict })
      return verdict
    },
    async used(stationId, shown) {
      const { records } = await factsOf(stationId, shown)
      if (records.some((record) => record.stationId === stationId && record.state === 'in-use')) return
      await database.transaction((queries) => storeUsed(queries, stationId, shown, now()))
    },
    async revoke(scope, stationId, certificateId) {
      await requireStation(database, scope, stationId)
      const revoked = await revokeCertificate(database, stationId, certificateId, now())
      const { fingerprint } = revoked
      if (fingerprint !== undefined) bus.publish(SUBJECT, { version: 1, stationId, fingerprint })
      return revoked
    },
    async list(scope, stationId) {
      await requireStation(database, scope, stationId)
      const rows = await loadCertificates(database, stationId)
      const reach = await loadReach(database, stationId)
      return rows.map((row) => ({ ...readCertificateRow(row), ...renewalOf(row, rows, reach) }))
    },
    removeBefore: (time, atMost) => deleteEnded(database, time, atMost),
    close: () => facts.close(),
  }
}
