import { createHash, createPublicKey, type KeyObject } from 'node:crypto'
import type { KeyKind } from './certificate.ts'
import { readPem } from './pem.ts'
import { Pkcs10CertificateRequest } from './x509.ts'

/** What a request for a certificate (PKCS#10) says, its own signature checked. */
export interface SigningRequest {
  readonly keyKind: KeyKind
  /** RSA: of the modulus; ECDSA: of the curve's field. */
  readonly keyBits: number
  /** The public key, as its certificate will hold it. */
  readonly publicKey: Buffer
  /** SHA-256 of that, hexadecimal: a request that is repeated has the same. */
  readonly keyHash: string
  readonly signatureHash: string
  /** Undefined when there is none, or more than one. */
  readonly commonName: string | undefined
  readonly organization: string | undefined
}

export type SigningRequestReading =
  | { readonly status: 'read'; readonly request: SigningRequest }
  | { readonly status: 'refused'; readonly reason: 'unreadable' | 'unsupported-key' | 'bad-signature' }

const CURVE_BITS: Readonly<Record<string, number>> = { prime256v1: 256, secp384r1: 384, secp521r1: 521 }

/** Reads a request as stations send it (A02.FR.03: RFC 2986, PEM) and has its key prove itself. */
export async function readSigningRequest(pem: string): Promise<SigningRequestReading> {
  const [block, ...more] = readPem(pem, 'CERTIFICATE REQUEST')
  if (block === undefined || more.length > 0) return refused('unreadable')
  try {
    const csr = new Pkcs10CertificateRequest(block)
    const publicKey = createPublicKey({ key: Buffer.from(csr.publicKey.rawData), format: 'der', type: 'spki' })
    const key = strengthOf(publicKey)
    if (key === undefined) return refused('unsupported-key')
    if (!(await csr.verify())) return refused('bad-signature')
    const { subjectName, signatureAlgorithm } = csr
    const der = publicKey.export({ format: 'der', type: 'spki' })
    const request = {
      ...key,
      publicKey: der,
      keyHash: createHash('sha256').update(der).digest('hex'),
      signatureHash: signatureAlgorithm.hash.name,
      commonName: only(subjectName.getField('CN')),
      organization: only(subjectName.getField('O')),
    }
    return { status: 'read', request }
  } catch {
    // Whatever its structure is wrong in, and curves this library does not know.
    return refused('unreadable')
  }
}

function strengthOf({
  asymmetricKeyType,
  asymmetricKeyDetails,
}: KeyObject): Pick<SigningRequest, 'keyKind' | 'keyBits'> | undefined {
  if (asymmetricKeyType === 'rsa') return { keyKind: 'rsa', keyBits: asymmetricKeyDetails?.modulusLength ?? 0 }
  const keyBits = asymmetricKeyType === 'ec' ? CURVE_BITS[asymmetricKeyDetails?.namedCurve ?? ''] : undefined
  return keyBits === undefined ? undefined : { keyKind: 'ecdsa', keyBits }
}

function only(values: readonly string[]): string | undefined {
  return values.length === 1 ? values[0] : undefined
}

function refused(reason: Extract<SigningRequestReading, { status: 'refused' }>['reason']): SigningRequestReading {
  return { status: 'refused', reason }
}
