import { webcrypto } from 'node:crypto'
import { Name, Pkcs10CertificateRequestGenerator } from './x509.ts'

export type KeyKind = 'ecdsa' | 'rsa'

const algorithms = {
  ecdsa: { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' },
  rsa: { name: 'RSASSA-PKCS1-v1_5', modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]), hash: 'SHA-256' },
} as const

/** A new key and the request to certify it, both PEM. */
export interface FreshKey {
  readonly key: string
  readonly csr: string
}

/** Makes a key that never leaves the station, and asks for its certificate (2.0.1 A02.FR.02, 03 and 05). */
export async function makeSigningRequest(
  kind: KeyKind,
  { commonName, organization }: { readonly commonName: string; readonly organization: string },
): Promise<FreshKey> {
  const keys =
    kind === 'ecdsa'
      ? await webcrypto.subtle.generateKey(algorithms.ecdsa, true, ['sign', 'verify'])
      : await webcrypto.subtle.generateKey(algorithms.rsa, true, ['sign', 'verify'])
  const name = new Name([{ O: [{ utf8String: organization }] }, { CN: [{ utf8String: commonName }] }])
  const request = await Pkcs10CertificateRequestGenerator.create({
    name: name.toJSON(),
    keys,
    signingAlgorithm: algorithms[kind],
  })
  const der = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey)).toString('base64')
  const key = `-----BEGIN PRIVATE KEY-----\n${der.replace(/(.{64})(?=.)/g, '$1\n')}\n-----END PRIVATE KEY-----\n`
  return { key, csr: request.toString('pem') }
}
