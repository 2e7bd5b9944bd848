import 'reflect-metadata'
import { createHash, createPrivateKey, type KeyObject, sign, webcrypto } from 'node:crypto'
import {
  AuthorityInfoAccessExtension,
  BasicConstraintsExtension,
  CRLDistributionPointsExtension,
  cryptoProvider,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  type X509Certificate,
  X509CertificateGenerator,
  X509CrlGenerator,
} from '@peculiar/x509'
import { encode, type OcspState, writeOcspResponse } from './ocsp-response.ts'

cryptoProvider.set(webcrypto)

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }
const DAY_MS = 86_400_000

/** A certificate named as OCPP names it. */
export interface Named {
  readonly hashAlgorithm: 'SHA256' | 'SHA384' | 'SHA512'
  readonly issuerNameHash: string
  readonly issuerKeyHash: string
  readonly serialNumber: string
}

export interface IssueWish {
  readonly commonName: string
  readonly organization?: string
  readonly notBefore?: Date
  readonly notAfter?: Date
  readonly ocspUrl?: string
  /** Where its issuer's revocation list is. */
  readonly listUrl?: string
  /** May answer for its issuer whether certificates are revoked. */
  readonly mayAnswer?: boolean
  readonly ca?: boolean
}

/** An authority of vehicles' certificates, which also says which of them are revoked. */
export class VehicleAuthority {
  /** PEM. */
  readonly cert: string
  readonly key: KeyObject
  readonly #certificate: X509Certificate
  readonly #keys: webcrypto.CryptoKeyPair
  #serial = 0x7f

  private constructor(certificate: X509Certificate, keys: webcrypto.CryptoKeyPair, key: KeyObject) {
    this.#certificate = certificate
    this.#keys = keys
    this.key = key
    this.cert = certificate.toString('pem')
  }

  static async create(commonName: string): Promise<VehicleAuthority> {
    const keys = await newKeys()
    const certificate = await X509CertificateGenerator.createSelfSigned({
      ...{ serialNumber: '01', name: `CN=${commonName}`, keys, signingAlgorithm: algorithm },
      ...validity({}),
      extensions: [
        new BasicConstraintsExtension(true, 3, true),
        new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
      ],
    })
    return new VehicleAuthority(certificate, keys, await nodeKey(keys))
  }

  /** Serial numbers with their first bit set are among them. */
  async issue(wish: IssueWish): Promise<VehicleAuthority> {
    this.#serial += 1
    const serial = this.#serial
    const keys = await newKeys()
    const certificate = await X509CertificateGenerator.create({
      serialNumber: serial.toString(16).padStart(2, '0'),
      issuer: this.#certificate.subject,
      subject:
        wish.organization === undefined ? `CN=${wish.commonName}` : `O=${wish.organization}, CN=${wish.commonName}`,
      publicKey: keys.publicKey,
      signingKey: this.#keys.privateKey,
      signingAlgorithm: algorithm,
      ...validity(wish),
      extensions: [
        new BasicConstraintsExtension(wish.ca ?? false, undefined, true),
        ...(wish.ocspUrl === undefined ? [] : [new AuthorityInfoAccessExtension({ ocsp: [wish.ocspUrl] })]),
        ...(wish.listUrl === undefined ? [] : [new CRLDistributionPointsExtension([wish.listUrl])]),
        ...(wish.mayAnswer === true ? [new ExtendedKeyUsageExtension(['1.3.6.1.5.5.7.3.9'])] : []),
      ],
    })
    return new VehicleAuthority(certificate, keys, await nodeKey(keys))
  }

  /** The name of a certificate this authority has issued. */
  nameOf(issued: VehicleAuthority, hashAlgorithm: Named['hashAlgorithm'] = 'SHA256'): Named {
    const hash = (bytes: ArrayBuffer | Buffer) =>
      createHash(hashAlgorithm.toLowerCase()).update(new Uint8Array(bytes)).digest('hex')
    const { x = '', y = '' } = this.key.export({ format: 'jwk' })
    const point = Buffer.concat([Uint8Array.of(4), Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')])
    return {
      hashAlgorithm,
      issuerNameHash: hash(this.#certificate.subjectName.toArrayBuffer()),
      issuerKeyHash: hash(point),
      serialNumber: issued.#certificate.serialNumber.replace(/^0+/, ''),
    }
  }

  /** What it answers to a request, signed by itself or by whom it has named. */
  respond(
    certificateId: Uint8Array,
    state: OcspState,
    days: { thisUpdate: Date; nextUpdate?: Date },
    signer: VehicleAuthority = this,
    /** Goes along as another certificate, whatever it is. */
    ballast?: Buffer,
  ): Buffer {
    const named = signer === this ? [] : [Buffer.from(signer.#certificate.rawData)]
    const certificates = ballast === undefined ? named : [...named, encode(0x30, ballast)]
    return writeOcspResponse({ certificateId, state, ...days, certificates }, (data) =>
      sign('sha256', data, signer.key),
    )
  }

  async revocationList(revoked: readonly VehicleAuthority[], days: { thisUpdate: Date; nextUpdate?: Date }) {
    const list = await X509CrlGenerator.create({
      ...{ issuer: this.#certificate.subject, signingKey: this.#keys.privateKey, signingAlgorithm: algorithm },
      ...days,
      entries: revoked.map((one) => ({ serialNumber: one.#certificate.serialNumber, revocationDate: days.thisUpdate })),
    })
    return Buffer.from(list.rawData)
  }
}

function validity({ notBefore, notAfter }: Pick<IssueWish, 'notBefore' | 'notAfter'>) {
  return {
    notBefore: notBefore ?? new Date(Date.now() - DAY_MS),
    notAfter: notAfter ?? new Date(Date.now() + DAY_MS),
  }
}

function newKeys(): Promise<webcrypto.CryptoKeyPair> {
  return webcrypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify'])
}

async function nodeKey(keys: webcrypto.CryptoKeyPair): Promise<KeyObject> {
  const der = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey))
  return createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })
}
