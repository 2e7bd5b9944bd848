import type { Bus } from '#kernel'
import { Batcher } from '#storage'
import type { Certificates, ShownCertificate } from './certificate.ts'
import { judgeShown } from './judge-shown.ts'
import type { CertificateParts } from './options.ts'
import { revokeCertificate } from './revocation-store.ts'
import { readLeaf } from './shown-certificate.ts'
import { loadShownFacts, type ShownQuestion, storeAnswer, storeUsed } from './shown-store.ts'
import { deleteEnded, loadCertificates, requireStation } from './station-certificate-store.ts'

type Standing = Pick<Certificates, 'answered' | 'judgeShown' | 'used' | 'revoke' | 'list' | 'removeBefore' | 'close'>

const SUBJECT = 'station-certificate-revoked'

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
export function createStanding({ database, bus, clock, metrics, logger, now }: CertificateParts): Standing {
  // After an outage every station shows its certificate within a minute, so questions are answered in groups.
  const facts = new Batcher({
    ...{ name: 'shown-certificates', clock, maxInFlight: 2 },
    ...(metrics && { metrics }),
    flush: (asked: ShownQuestion[]) => loadShownFacts(database, asked),
  })
  const factsOf = (stationId: string, { fingerprint }: ShownCertificate) => facts.add({ stationId, fingerprint })

  return {
    async answered(stationId, chain, accepted) {
      const leaf = readLeaf(chain)
      await database.transaction((queries) => storeAnswer(queries, stationId, leaf, accepted, now()))
    },
    async judgeShown(stationId, shown, keepsFormer) {
      const verdict = judgeShown(stationId, shown, await factsOf(stationId, shown), keepsFormer, now())
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
      return await loadCertificates(database, stationId)
    },
    removeBefore: (time, atMost) => deleteEnded(database, time, atMost),
    close: () => facts.close(),
  }
}
