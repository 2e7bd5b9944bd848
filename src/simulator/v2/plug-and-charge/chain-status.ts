import { checkPayload, parseTimestamp } from '#ocpp/schemas'
import type * as v21 from '#ocpp/v21'
import type { HashData } from '../../certificates/hash-data.ts'
import {
  isChainGood,
  listUrlsOf,
  type NamedCertificate,
  nameAll,
  responderOf,
} from '../../plug-and-charge/certificate-chain.ts'
import type { ContractWallet } from '../../plug-and-charge/contract-wallet.ts'
import type { Secc } from '../../plug-and-charge/secc.ts'
import type { StationBody } from '../../station/body.ts'
import { call21 } from '../messages.ts'
import { ask } from './ask.ts'
import { rootsOf } from './roots.ts'

/** As many certificates as one request may name (2.1 GetCertificateChainStatusRequest). */
const AT_ONCE = 4

/**
 * Whether the station lets a car of ISO 15118-20 into the TLS handshake: its chain is one the station trusts, and none of it
 * is revoked, as the CSMS says or has said within a week (2.1 M07.FR.09 to 11). What nobody vouches for stays out.
 */
export async function trustsVehicle(body: StationBody, secc: Secc, wallet: ContractWallet): Promise<boolean> {
  const { vehicleChain } = wallet
  const roots = rootsOf(body)
  if (!isChainGood(vehicleChain, roots, body.nowMs())) return false
  const named = nameAll(vehicleChain, roots).filter(({ certificate }) => sourceOf(certificate) !== undefined)
  const unknown = named.filter(({ hashData }) => secc.isGood(nameOf(hashData), body.nowMs()) === undefined)
  for (let from = 0; from < unknown.length && body.online; from += AT_ONCE) {
    await askAbout(body, secc, unknown.slice(from, from + AT_ONCE))
  }
  return named.every(({ hashData }) => secc.isGood(nameOf(hashData), body.nowMs()) === true)
}

async function askAbout(body: StationBody, secc: Secc, asked: readonly NamedCertificate[]): Promise<void> {
  const certificateStatusRequests = asked.flatMap(({ certificate, hashData }) => {
    const source = sourceOf(certificate)
    return source === undefined ? [] : [{ certificateHashData: hashData, ...source }]
  })
  const outcome = await ask(body, call21('GetCertificateChainStatus', { certificateStatusRequests }))
  if (outcome.type !== 'result') return
  const check = checkPayload('ocpp2.1', 'GetCertificateChainStatus', 'response', outcome.payload)
  if (check.outcome === 'invalid') return
  for (const { certificateHashData, status, nextUpdate } of check.payload.certificateStatus) {
    const nowMs = body.nowMs()
    // Failed says nothing of the certificate.
    if (status === 'Failed') continue
    secc.note(nameOf(certificateHashData), status === 'Good', parseTimestamp(nextUpdate) ?? nowMs, nowMs)
  }
}

type Source = Pick<v21.CertificateStatusRequestInfoType, 'source' | 'urls'>

/** Depending on what the certificate names (2.1 M07); undefined: nobody can be asked about it. */
function sourceOf(certificate: NamedCertificate['certificate']): Source | undefined {
  const responder = responderOf(certificate)
  if (responder !== undefined) return { source: 'OCSP', urls: [responder] }
  const urls = listUrlsOf(certificate)
  return urls.length === 0 ? undefined : { source: 'CRL', urls: urls.slice(0, 5) }
}

function nameOf({ hashAlgorithm, issuerNameHash, issuerKeyHash, serialNumber }: HashData): string {
  return [hashAlgorithm, issuerNameHash, issuerKeyHash, serialNumber].join(' ').toLowerCase()
}
