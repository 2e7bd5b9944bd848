import 'reflect-metadata'
import { X509Certificate as NodeCertificate, webcrypto } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { isIP } from 'node:net'
import { join } from 'node:path'
import { cryptoProvider, SubjectAlternativeNameExtension, X509CertificateGenerator } from '@peculiar/x509'
import type { Certificates } from '#domain/certificates'
import type { Clock, Logger } from '#kernel'
import type { TlsSettings } from '#ocpp/transport'
import type { Settings } from './settings/index.ts'

type KeyKind = 'ecdsa' | 'rsa'
type Pair = TlsSettings['certificates'][number]

const DAY_MS = 86_400_000
/** Of one that signs itself: whoever trusts it has to be given the next one. */
const SELF_DAYS = 825
/** Soon over, as certificates of servers are not revoked otherwise (2.x A00.FR.701). */
const ISSUED_DAYS = 90
const RENEW_DAYS = 30

const algorithms = {
  ecdsa: { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' },
  rsa: { name: 'RSASSA-PKCS1-v1_5', modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]), hash: 'SHA-256' },
} as const

export interface ServerCertificateParts {
  readonly settings: Settings
  readonly certificates: Certificates
  readonly clock: Clock
  readonly logger: Logger
}

export type ServerTls = TlsSettings & {
  /** By which the certificates are trusted: themselves, or the authority that has issued them. */
  readonly trustedBy: readonly string[]
}

/**
 * The server's certificates for stations: those of the settings, or ones made here and kept under the data folder, one with an
 * ECDSA and one with an RSA key (2.0.1 A00.FR.318). Asked again it reads the files again, and renews what is made here in
 * good time.
 *
 * @throws the system's error when a file of the settings cannot be read; AppError when the authority cannot certify servers
 */
export async function openServerCertificates(parts: ServerCertificateParts): Promise<ServerTls> {
  const { ocpp } = parts.settings
  const pairs = [
    await openPair('ecdsa', ocpp.tlsEcdsaCertificateFile, ocpp.tlsEcdsaKeyFile, parts),
    await openPair('rsa', ocpp.tlsRsaCertificateFile, ocpp.tlsRsaKeyFile, parts),
  ]
  const file = ocpp.clientCertificateAuthorities
  return {
    certificates: pairs,
    trustedBy: [...new Set(pairs.flatMap(({ issuers, cert }) => (issuers.length === 0 ? [cert] : issuers)))],
    ...(file === '' ? {} : { clientAuthorities: [await readFile(file, 'utf8')] }),
  }
}

type OpenPair = Pair & { readonly issuers: readonly string[] }

async function openPair(
  kind: KeyKind,
  certificateFile: string,
  keyFile: string,
  parts: ServerCertificateParts,
): Promise<OpenPair> {
  if (certificateFile !== '') return { ...(await readPair(certificateFile, keyFile)), issuers: [] }
  const { settings, clock, certificates, logger } = parts
  const { tlsIssuer, tlsNames } = settings.ocpp
  const folder = join(settings.data.dir, 'tls')
  const name = tlsIssuer === 'self' ? kind : `${kind}-issued`
  const own = [join(folder, `${name}.crt`), join(folder, `${name}.key`)] as const
  const rootsNow = async () =>
    tlsIssuer === 'self' ? [] : (await certificates.roots()).map(({ certificate }) => certificate)
  const kept = await readPair(...own).catch(() => undefined)
  const roots = await rootsNow()
  if (
    kept !== undefined &&
    isGood(kept, tlsNames, clock) &&
    (tlsIssuer === 'self' || issuersOf(kept, roots).length > 0)
  ) {
    return { ...kept, issuers: issuersOf(kept, roots) }
  }
  await mkdir(folder, { recursive: true })
  const made =
    tlsIssuer === 'self' ? await makePair(kind, tlsNames, clock) : await orderPair(kind, tlsNames, certificates)
  await writeFile(own[1], made.key, { mode: 0o600 })
  await writeFile(own[0], made.cert)
  logger.info('A certificate for wss was made', { kind, file: own[0], issuer: tlsIssuer })
  return { ...made, issuers: issuersOf(made, await rootsNow()) }
}

async function readPair(certificateFile: string, keyFile: string): Promise<Pair> {
  return { cert: await readFile(certificateFile, 'utf8'), key: await readFile(keyFile, 'utf8') }
}

function isGood({ cert }: Pair, names: readonly string[], clock: Clock): boolean {
  const certificate = new NodeCertificate(cert)
  const serves = (name: string) => (isIP(name) === 0 ? certificate.checkHost(name) : certificate.checkIP(name))
  const endsMs = Date.parse(certificate.validTo)
  return endsMs > clock.nowMs() + RENEW_DAYS * DAY_MS && names.every((name) => serves(name) !== undefined)
}

function issuersOf({ cert }: Pair, roots: readonly string[]): string[] {
  const certificate = new NodeCertificate(cert)
  return roots.filter((pem) => {
    const root = new NodeCertificate(pem)
    return certificate.checkIssued(root) && certificate.verify(root.publicKey)
  })
}

async function orderPair(kind: KeyKind, names: readonly string[], certificates: Certificates): Promise<Pair> {
  const keys = await makeKeys(kind)
  const publicKey = new Uint8Array(await webcrypto.subtle.exportKey('spki', keys.publicKey))
  const cert = await certificates.certifyServer({ keyKind: kind, publicKey, names, validDays: ISSUED_DAYS })
  return { cert, key: await writeKey(keys) }
}

async function makePair(kind: KeyKind, names: readonly string[], clock: Clock): Promise<Pair> {
  cryptoProvider.set(webcrypto)
  const keys = await makeKeys(kind)
  const certificate = await X509CertificateGenerator.createSelfSigned({
    name: [{ CN: [names[0] ?? 'localhost'] }, { O: ['Chargewright'] }],
    keys,
    signingAlgorithm: algorithms[kind],
    notBefore: new Date(clock.nowMs() - DAY_MS),
    notAfter: new Date(clock.nowMs() + SELF_DAYS * DAY_MS),
    extensions: [
      new SubjectAlternativeNameExtension(
        names.map((value) => ({ type: isIP(value) === 0 ? ('dns' as const) : ('ip' as const), value })),
      ),
    ],
  })
  return { cert: `${certificate.toString('pem')}\n`, key: await writeKey(keys) }
}

function makeKeys(kind: KeyKind): Promise<webcrypto.CryptoKeyPair> {
  return kind === 'ecdsa'
    ? webcrypto.subtle.generateKey(algorithms.ecdsa, true, ['sign', 'verify'])
    : webcrypto.subtle.generateKey(algorithms.rsa, true, ['sign', 'verify'])
}

async function writeKey({ privateKey }: webcrypto.CryptoKeyPair): Promise<string> {
  const pkcs8 = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', privateKey)).toString('base64')
  return `-----BEGIN PRIVATE KEY-----\n${pkcs8.match(/.{1,64}/g)?.join('\n')}\n-----END PRIVATE KEY-----\n`
}
