import 'reflect-metadata'
import { webcrypto } from 'node:crypto'
import { cryptoProvider, type JsonName, Name, Pkcs10CertificateRequestGenerator } from '@peculiar/x509'

cryptoProvider.set(webcrypto)

export interface SigningRequestWish {
  readonly commonName?: string
  /** More than one, for names that mean two stations. */
  readonly moreNames?: readonly string[]
  readonly organization?: string
  /** Default ecdsa. */
  readonly keyKind?: 'ecdsa' | 'rsa'
  /** Default P-256. */
  readonly curve?: 'P-256' | 'P-384' | 'P-521'
  /** Of an RSA key; default 2048. */
  readonly bits?: number
  /** Default SHA-256. */
  readonly hash?: string
}

/** A request for a certificate as a station makes it, right unless the wish is wrong; PEM. */
export async function signingRequest(wish: SigningRequestWish): Promise<string> {
  const { keyKind = 'ecdsa', curve = 'P-256', bits = 2048, hash = 'SHA-256' } = wish
  const algorithm =
    keyKind === 'ecdsa'
      ? { name: 'ECDSA', namedCurve: curve, hash }
      : { name: 'RSASSA-PKCS1-v1_5', modulusLength: bits, publicExponent: new Uint8Array([1, 0, 1]), hash }
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
  if (!('privateKey' in keys)) throw new Error('no key pair')
  const names: JsonName = [
    ...(wish.organization === undefined ? [] : [{ O: [wish.organization] }]),
    ...[wish.commonName ?? [], wish.moreNames ?? []].flat().map((name) => ({ CN: [name] })),
  ]
  const request = await Pkcs10CertificateRequestGenerator.create({
    name: new Name(names).toString(),
    keys,
    signingAlgorithm: algorithm,
  })
  return request.toString('pem')
}
