import { constants, verify, X509Certificate } from 'node:crypto'

/** By what a station is to trust a firmware: both as OCPP writes them, base64 and PEM. */
export interface FirmwareTrust {
  readonly signature: string
  readonly certificate: string
}

/**
 * Whether a signing certificate is good at this moment and comes from the manufacturer, without certificates between
 * (2.0.1 L01 remarks). A station without the manufacturer's root takes its word for that.
 */
export function isTrusted(pem: string, root: string | undefined, atMs: number): boolean {
  try {
    const certificate = new X509Certificate(pem)
    if (certificate.validFromDate.getTime() > atMs || certificate.validToDate.getTime() < atMs) return false
    if (root === undefined) return true
    const issuer = new X509Certificate(root)
    return certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey)
  } catch {
    return false
  }
}

/** 2.0.1 L01.FR.04: over the whole file, SHA-256, RSA-PSS; with a key on a curve ECDSA, as EC Schnorr is in no library. */
export function isSignedBy(file: Uint8Array, { signature, certificate }: FirmwareTrust): boolean {
  try {
    const key = new X509Certificate(certificate).publicKey
    const pss = { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_AUTO }
    return verify('sha256', file, key.asymmetricKeyType === 'rsa' ? pss : key, Buffer.from(signature, 'base64'))
  } catch {
    return false
  }
}
