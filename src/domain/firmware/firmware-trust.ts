import { constants, createVerify, X509Certificate } from 'node:crypto'
import type { FirmwareImage } from './firmware-image.ts'
import type { FirmwareOptions } from './firmware-options.ts'

type Trusted = Pick<FirmwareImage, 'id' | 'signature' | 'signingCertificate' | 'location'>

/** Whether what a station is to trust a firmware by is right, before it is told (1.6 security whitepaper A00.FR.706). */
export interface FirmwareTrust {
  /** What is wrong with certificate or signature; undefined when nothing is, as far as the file is here to be looked at. */
  problem(image: Trusted): Promise<string | undefined>
}

/** Files that were found right and are not read again; then all are forgotten. */
const MOST_REMEMBERED = 10_000

export function createFirmwareTrust({ clock, files, settings }: FirmwareOptions): FirmwareTrust {
  const authorities = (settings.signingAuthorities ?? []).map((pem) => new X509Certificate(pem))
  /** By image: a campaign asks about the same one for thousands of stations. */
  const checks = new Map<string, Promise<boolean>>()

  async function hasSigned(id: string, certificate: X509Certificate, signature: string): Promise<boolean> {
    const key = certificate.publicKey
    const [verifier, older] = [createVerify('sha256'), createVerify('sha256')]
    for await (const piece of await files.read('firmware', id)) {
      verifier.update(piece)
      older.update(piece)
    }
    const bytes = Buffer.from(signature, 'base64')
    if (key.asymmetricKeyType !== 'rsa') return verifier.verify(key, bytes)
    // RSA-PSS is what is asked for; stations in the field also take the padding before it (L01.FR.12 of the whitepaper).
    const pss = { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_AUTO }
    return verifier.verify(pss, bytes) || older.verify(key, bytes)
  }

  function isOfFile(id: string, certificate: X509Certificate, signature: string): Promise<boolean> {
    const known = checks.get(id)
    if (known !== undefined) return known
    if (checks.size >= MOST_REMEMBERED) checks.clear()
    const check = hasSigned(id, certificate, signature)
    checks.set(id, check)
    check.then(
      (right) => right || checks.delete(id),
      () => checks.delete(id),
    )
    return check
  }

  return {
    async problem({ id, signature, signingCertificate, location }) {
      if (signature === undefined || signingCertificate === undefined) return undefined
      const certificate = new X509Certificate(signingCertificate)
      const nowMs = clock.nowMs()
      if (Date.parse(certificate.validFrom) > nowMs) return 'its certificate does not hold yet'
      if (Date.parse(certificate.validTo) <= nowMs) return 'its certificate has run out'
      const vouched = authorities.some((root) => certificate.checkIssued(root) && certificate.verify(root.publicKey))
      if (authorities.length > 0 && !vouched) return 'its certificate is of no authority that signs firmware here'
      if (location !== undefined) return undefined
      return (await isOfFile(id, certificate, signature)) ? undefined : 'the signature is not of this file'
    },
  }
}
