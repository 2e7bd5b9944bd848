import 'reflect-metadata'
import { webcrypto } from 'node:crypto'
import {
  BasicConstraintsExtension,
  cryptoProvider,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
  X509CertificateGenerator,
} from '@peculiar/x509'

/** A certificate with its key, both PEM. */
export interface IssuedCertificate {
  readonly cert: string
  readonly key: string
}

export type KeyKind = 'ecdsa' | 'rsa'

export interface CertificateWish {
  readonly commonName: string
  readonly organization?: string
  /** Default ecdsa (P-256); rsa has 2048 bits. */
  readonly keyKind?: KeyKind
  /** Default a day ago. */
  readonly notBefore?: Date
  /** Default in a year, so that the platform does not renew it by itself. */
  readonly notAfter?: Date
}

const DAY_MS = 86_400_000
const algorithms = {
  ecdsa: { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' },
  rsa: { name: 'RSASSA-PKCS1-v1_5', modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]), hash: 'SHA-256' },
} as const

cryptoProvider.set(webcrypto)

/** A certificate authority of the test's own, made on the spot. */
export class TestAuthority {
  /** PEM. */
  readonly cert: string
  readonly #name: string
  readonly #keys: webcrypto.CryptoKeyPair
  #serial = 1

  private constructor(name: string, keys: webcrypto.CryptoKeyPair, cert: string) {
    this.#name = name
    this.#keys = keys
    this.cert = cert
  }

  static async create(commonName = 'Test Authority'): Promise<TestAuthority> {
    const keys = await makeKeys('ecdsa')
    const name = `CN=${commonName}`
    const certificate = await X509CertificateGenerator.createSelfSigned({
      serialNumber: '01',
      name,
      keys,
      signingAlgorithm: algorithms.ecdsa,
      ...validity({ commonName }),
      extensions: [
        new BasicConstraintsExtension(true, 2, true),
        new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
      ],
    })
    return new TestAuthority(name, keys, certificate.toString('pem'))
  }

  /** Issues a certificate that serves servers (127.0.0.1, localhost) and clients alike. */
  async issue(wish: CertificateWish): Promise<IssuedCertificate> {
    const { commonName, organization, keyKind = 'ecdsa' } = wish
    const keys = await makeKeys(keyKind)
    this.#serial += 1
    const certificate = await X509CertificateGenerator.create({
      serialNumber: this.#serial.toString(16).padStart(2, '0'),
      issuer: this.#name,
      subject: organization === undefined ? `CN=${commonName}` : `O=${organization}, CN=${commonName}`,
      publicKey: keys.publicKey,
      signingKey: this.#keys.privateKey,
      signingAlgorithm: algorithms.ecdsa,
      ...validity(wish),
      extensions: [
        new BasicConstraintsExtension(false),
        // Static RSA key exchange encrypts with the key of the certificate.
        new KeyUsagesExtension(KeyUsageFlags.digitalSignature | KeyUsageFlags.keyEncipherment, true),
        new SubjectAlternativeNameExtension([
          { type: 'ip', value: '127.0.0.1' },
          { type: 'dns', value: 'localhost' },
        ]),
      ],
    })
    return { cert: certificate.toString('pem'), key: await exportKey(keys.privateKey) }
  }
}

function validity({ notBefore, notAfter }: CertificateWish): { notBefore: Date; notAfter: Date } {
  return {
    notBefore: notBefore ?? new Date(Date.now() - DAY_MS),
    notAfter: notAfter ?? new Date(Date.now() + 365 * DAY_MS),
  }
}

async function makeKeys(kind: KeyKind): Promise<webcrypto.CryptoKeyPair> {
  if (kind === 'ecdsa') return webcrypto.subtle.generateKey(algorithms.ecdsa, true, ['sign', 'verify'])
  return webcrypto.subtle.generateKey(algorithms.rsa, true, ['sign', 'verify'])
}

async function exportKey(key: webcrypto.CryptoKey): Promise<string> {
  const der = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', key)).toString('base64')
  return `-----BEGIN PRIVATE KEY-----\n${der.replace(/(.{64})/g, '$1\n')}\n-----END PRIVATE KEY-----\n`
}
