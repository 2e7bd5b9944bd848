import { randomBytes, webcrypto } from 'node:crypto'
import { isIP } from 'node:net'
import type { KeyKind } from '../certificate.ts'
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  type Extension,
  KeyUsageFlags,
  KeyUsagesExtension,
  Name,
  PublicKey,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509Certificate,
  X509CertificateGenerator,
} from '../x509.ts'

/** A00.FR.502, 503 and 505; a root lasts longer than the certificates it signs, so its RSA key is longer too. */
const algorithms = {
  ecdsa: { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' },
  rsa: { name: 'RSASSA-PKCS1-v1_5', modulusLength: 3072, publicExponent: new Uint8Array([1, 0, 1]), hash: 'SHA-256' },
} as const

const SERIAL_BYTES = 16

export interface Validity {
  readonly notBefore: Date
  readonly notAfter: Date
}

/** A new key pair for a root and its certificate, signed by itself. The key is PKCS#8, DER. */
export async function makeRoot(
  kind: KeyKind,
  subject: { readonly commonName: string; readonly organization: string },
  validity: Validity,
): Promise<{ certificate: X509Certificate; key: Buffer }> {
  const keys = await makeKeys(kind)
  const certificate = await X509CertificateGenerator.createSelfSigned({
    serialNumber: newSerial(),
    name: nameOf(subject),
    keys,
    signingAlgorithm: algorithms[kind],
    ...validity,
    extensions: [
      new BasicConstraintsExtension(true, 0, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
      await SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  })
  return { certificate, key: Buffer.from(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey)) }
}

/** What a root signs with. */
export interface Signer {
  readonly kind: KeyKind
  readonly certificate: X509Certificate
  readonly key: webcrypto.CryptoKey
}

export async function openSigner(kind: KeyKind, certificate: string, pkcs8: Buffer): Promise<Signer> {
  const key = await webcrypto.subtle.importKey('pkcs8', new Uint8Array(pkcs8), algorithms[kind], false, ['sign'])
  return { kind, certificate: new X509Certificate(certificate), key }
}

/** Whose key is certified. */
interface Subject {
  readonly commonName: string
  readonly organization: string
  readonly publicKey: Uint8Array
  readonly keyKind: KeyKind
}

/** The certificate of a station: for signing alone, and by no extended use (A00.FR.512 and 514). */
export async function certify(signer: Signer, subject: Subject, validity: Validity): Promise<X509Certificate> {
  return await write(signer, subject, validity, [])
}

/** The certificate of a server that stations connect to, for these host names and addresses (A00.FR.510). */
export async function certifyServer(
  signer: Signer,
  subject: Subject & { readonly names: readonly string[] },
  validity: Validity,
): Promise<X509Certificate> {
  const names = subject.names.map((value) => ({ type: isIP(value) === 0 ? ('dns' as const) : ('ip' as const), value }))
  const serves = [
    new SubjectAlternativeNameExtension(names),
    new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
  ]
  return await write(signer, subject, validity, serves)
}

async function write(
  signer: Signer,
  subject: Subject,
  validity: Validity,
  more: readonly Extension[],
): Promise<X509Certificate> {
  const publicKey = new PublicKey(new Uint8Array(subject.publicKey))
  // Static RSA encrypts with the key of a server's certificate only, but some stations are servers to vehicles.
  const usage =
    subject.keyKind === 'rsa'
      ? KeyUsageFlags.digitalSignature | KeyUsageFlags.keyEncipherment
      : KeyUsageFlags.digitalSignature | KeyUsageFlags.keyAgreement
  return await X509CertificateGenerator.create({
    serialNumber: newSerial(),
    issuer: signer.certificate.subjectName.toJSON(),
    subject: nameOf(subject).toJSON(),
    publicKey,
    signingKey: signer.key,
    signingAlgorithm: algorithms[signer.kind],
    ...validity,
    extensions: [
      new BasicConstraintsExtension(false, undefined, true),
      new KeyUsagesExtension(usage, true),
      await SubjectKeyIdentifierExtension.create(publicKey),
      await AuthorityKeyIdentifierExtension.create(signer.certificate.publicKey),
      ...more,
    ],
  })
}

/** Written from its parts: nothing in a name can become another part of it. */
function nameOf({ commonName, organization }: { commonName: string; organization: string }): Name {
  return new Name([{ O: [{ utf8String: organization }] }, { CN: [{ utf8String: commonName }] }])
}

/** Random, positive and of fixed length (RFC 5280 §4.1.2.2). */
function newSerial(): string {
  const bytes = randomBytes(SERIAL_BYTES)
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x40
  return bytes.toString('hex')
}

function makeKeys(kind: KeyKind): Promise<webcrypto.CryptoKeyPair> {
  return kind === 'ecdsa'
    ? webcrypto.subtle.generateKey(algorithms.ecdsa, true, ['sign', 'verify'])
    : webcrypto.subtle.generateKey(algorithms.rsa, true, ['sign', 'verify'])
}
