import { AppError, everyParty, newId } from '#kernel'
import type { Queries } from '#storage'
import type { Certificates, CertificateUse, NewSigningRequest, SigningRefusal, SigningVerdict } from './certificate.ts'
import { judgeSigningRequest } from './judge-signing-request.ts'
import { type CertificateParts, PLATFORM } from './options.ts'
import { readLeaf } from './shown-certificate.ts'
import { readSigningRequest, type SigningRequest } from './signing-request.ts'
import {
  type CertificateRow,
  countRequests,
  findByKey,
  findUnissued,
  insertRequest,
  loadCertificate,
  lockStation,
  renumberRequest,
  requireStation,
  storeFailed,
  storeIssued,
} from './station-certificate-store.ts'

type Signing = Pick<Certificates, 'requestSigning' | 'deliver' | 'resume' | 'roots' | 'certifyServer'>

const DAY_MS = 86_400_000
/** Keys of one station that are certified in a day; a station that waits doubles its pause, so it stays far below. */
export const REQUESTS_A_DAY = 24
/** What was accepted is issued at once, by the node that took it; what is not by then was left by one that is gone. */
const LEFT_BEHIND_MS = 60_000
/** The longest chain any version carries. */
const LONGEST_CHAIN = 10_000
/** How long a certificate waits for a station that has hung up meanwhile. */
const DELIVERY_S = 3_600

/** From a station's request to its certificate (A02, A03). */
export function createSigning(parts: CertificateParts): Signing {
  const { database, authority, logger, now } = parts
  const underWay = new Set<string>()

  async function judge(asked: NewSigningRequest): Promise<SigningRequest | SigningRefusal> {
    const reading = await readSigningRequest(asked.csr)
    if (reading.status === 'refused') return reading.reason
    const { request } = reading
    const { stationId, use = 'station', root } = asked
    const refusal = await authority.refusal({ use, keyKind: request.keyKind, ...(root && { root }) })
    if (refusal !== undefined) return refusal
    const station = await requireStation(database, everyParty, stationId)
    const { csoName } = parts.settings ?? {}
    return (
      judgeSigningRequest(request, { stationId, serialNumber: station.serial_number ?? undefined, csoName }) ?? request
    )
  }

  async function issue(row: CertificateRow): Promise<CertificateRow | undefined> {
    const reading = await readSigningRequest(row.csr ?? '')
    if (reading.status === 'refused') return undefined
    const { commonName = '', organization = '', keyKind, publicKey } = reading.request
    const order = { stationId: row.station_id, use: useOf(row), commonName, organization, keyKind, publicKey }
    const verdict = await authority.issue({ ...order, csr: row.csr ?? '' })
    const problem = verdict.status === 'refused' ? verdict.reason : chainProblem(verdict.chain, row.key_hash)
    if (problem === undefined && verdict.status === 'issued') {
      return await storeIssued(database, row.id, verdict.chain, readLeaf(verdict.chain), now())
    }
    logger.warn('A certificate was not issued', { stationId: row.station_id, problem })
    await storeFailed(database, row.id, problem ?? 'refused')
    return undefined
  }

  async function send({ id, station_id, chain }: CertificateRow, askedAt: Date): Promise<void> {
    if (chain === null || (await isOnItsWay(parts, station_id, chain))) return
    // Read after that: what is no longer on its way has been entered as answered before.
    const row = await loadCertificate(database, id)
    if (row === undefined || (row.state === 'installed' && row.answered_at !== null && row.answered_at >= askedAt))
      return
    const { use, request_number } = row
    await parts.commands.submit(everyParty, {
      ...PLATFORM,
      stationId: station_id,
      kind: 'certificate-signed',
      request: {
        chain,
        ...(use === null ? {} : { use: useOf({ use }) }),
        ...(request_number === null ? {} : { requestNumber: request_number }),
      },
      expiresInS: DELIVERY_S,
    })
  }

  async function deliver(certificateId: string, askedAt = now()): Promise<void> {
    if (underWay.has(certificateId)) return
    underWay.add(certificateId)
    try {
      const row = await loadCertificate(database, certificateId)
      const issued = row?.state === 'requested' ? await issue(row) : row
      if (issued !== undefined) await send(issued, askedAt)
    } catch (error) {
      logger.warn('A certificate could not be delivered and will be again', { certificateId, error })
    } finally {
      underWay.delete(certificateId)
    }
  }

  return {
    async requestSigning(asked) {
      const judged = await judge(asked)
      const verdict: SigningVerdict =
        typeof judged === 'string'
          ? { status: 'refused', reason: judged }
          : await database.transaction((queries) => enter(queries, asked, judged, now(), parts.renewDays))
      if (verdict.status === 'refused') {
        logger.warn('A request for a certificate was refused', { stationId: asked.stationId, reason: verdict.reason })
      }
      return verdict
    },
    deliver,
    async resume() {
      const left = await findUnissued(database, new Date(now().getTime() - LEFT_BEHIND_MS))
      for (const id of left) await deliver(id)
      return left.length
    },
    roots: (wish) => authority.roots(wish),
    async certifyServer(order) {
      const chain = await authority.issueServer?.(order)
      if (chain === undefined) throw new AppError('unsupported', 'The certificate authority serves stations alone')
      return chain
    },
  }
}

/** Enters a request inside a transaction; one for a key that has a good certificate is that certificate's (F-08). */
async function enter(
  queries: Queries,
  asked: NewSigningRequest,
  { keyHash, commonName, organization }: SigningRequest,
  at: Date,
  renewDays: number,
): Promise<SigningVerdict> {
  const { stationId } = asked
  await lockStation(queries, stationId)
  const known = await findByKey(queries, stationId, keyHash)
  if (known.some(({ state }) => state === 'revoked')) return { status: 'refused', reason: 'revoked-key' }
  const goodUntil = new Date(at.getTime() + renewDays * DAY_MS)
  const same = known.find((row) => isGood(row, goodUntil) && (row.use ?? 'station') === (asked.use ?? 'station'))
  if (same !== undefined) {
    await renumberRequest(queries, same.id, asked)
    return { status: 'accepted', certificateId: same.id }
  }
  const requests = await countRequests(queries, stationId, new Date(at.getTime() - DAY_MS))
  if (requests >= REQUESTS_A_DAY) return { status: 'refused', reason: 'too-many' }
  const id = newId(at.getTime())
  await insertRequest(queries, id, asked, { keyHash, subject: `O=${organization}, CN=${commonName}` }, at)
  return { status: 'accepted', certificateId: id }
}

function isGood({ state, csr, not_after }: CertificateRow, goodUntil: Date): boolean {
  if (csr === null || state === 'failed' || state === 'superseded') return false
  return not_after === null || not_after > goodUntil
}

/** What an authority issued must be for the station's key, and small enough for any station. */
function chainProblem(chain: string, keyHash: string): string | undefined {
  if (chain.length > LONGEST_CHAIN) return `the chain has ${chain.length} characters, more than ${LONGEST_CHAIN}`
  return readLeaf(chain).keyHash === keyHash ? undefined : 'the certificate is for another key'
}

/** A station that repeats its request while its certificate waits for it gets it once. */
async function isOnItsWay({ commands }: CertificateParts, stationId: string, chain: string): Promise<boolean> {
  const open = await Promise.all(
    (['queued', 'sent'] as const).map((state) =>
      commands.list(everyParty, { stationId, kind: 'certificate-signed', state }, { limit: 50 }),
    ),
  )
  return open.some(({ items }) => items.some(({ request }) => 'chain' in request && request.chain === chain))
}

function useOf({ use }: Pick<CertificateRow, 'use'>): CertificateUse {
  return use === 'v2g' || use === 'v2g-20' ? use : 'station'
}
