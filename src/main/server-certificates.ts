import 'reflect-metadata'
import { X509Certificate as NodeCertificate, webcrypto } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { cryptoProvider, SubjectAlternativeNameExtension, X509CertificateGenerator } from '@peculiar/x509'
import type { Clock, Logger } from '#kernel'
import type { TlsSettings } from '#ocpp/transport'
import type { Settings } from './settings/index.ts'

type KeyKind = 'ecdsa' | 'rsa'
type Pair = TlsSettings['certificates'][number]

const DAY_MS = 86_400_000
const VALID_DAYS = 825
const RENEW_DAYS = 30

const algorithms = {
  ecdsa: { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' },
  rsa: { name: 'RSASSA-PKCS1-v1_5', modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]), hash: 'SHA-256' },
} as const

/**
 * The server's certificates for stations: those of the settings, or ones made here and kept under the data folder, one with an
 * ECDSA and one with an RSA key (2.0.1 A00.FR.318).
 *
 * @throws the system's error when a file of the settings cannot be read
 */
export async function openServerCertificates(settings: Settings, clock: Clock, logger: Logger): Promise<TlsSettings> {
  const { ocpp, data } = settings
  const certificates = await Promise.all([
    openPair('ecdsa', ocpp.tlsEcdsaCertificateFile, ocpp.tlsEcdsaKeyFile, join(data.dir, 'tls'), clock, logger),
    openPair('rsa', ocpp.tlsRsaCertificateFile, ocpp.tlsRsaKeyFile, join(data.dir, 'tls'), clock, logger),
  ])
  const authorities = ocpp.clientCertificateAuthorities
  if (authorities === '') return { certificates }
  return { certificates, clientAuthorities: [await readFile(authorities, 'utf8')] }
}

async function openPair(
  kind: KeyKind,
  certificateFile: string,
  keyFile: string,
  folder: string,
  clock: Clock,
  logger: Logger,
): Promise<Pair> {
  if (certificateFile !== '') return readPair(certificateFile, keyFile)
  const own = [join(folder, `${kind}.crt`), join(folder, `${kind}.key`)] as const
  const kept = await readPair(...own).catch(() => undefined)
  if (kept !== undefined && stillGood(kept, clock)) return kept
  await mkdir(folder, { recursive: true })
  const made = await makePair(kind, clock)
  await writeFile(own[1], made.key, { mode: 0o600 })
  await writeFile(own[0], made.cert)
  logger.info('A self-made certificate for wss was written', { kind, file: own[0] })
  return made
}

async function readPair(certificateFile: string, keyFile: string): Promise<Pair> {
  return { cert: await readFile(certificateFile, 'utf8'), key: await readFile(keyFile, 'utf8') }
}

function stillGood({ cert }: Pair, clock: Clock): boolean {
  return Date.parse(new NodeCertificate(cert).validTo) > clock.nowMs() + RENEW_DAYS * DAY_MS
}

async function makePair(kind: KeyKind, clock: Clock): Promise<Pair> {
  cryptoProvider.set(webcrypto)
  const keys = await webcrypto.subtle.generateKey(algorithms[kind], true, ['sign', 'verify'])
  const certificate = await X509CertificateGenerator.createSelfSigned({
    name: 'CN=localhost, O=Chargewright',
    keys,
    signingAlgorithm: algorithms[kind],
    notBefore: new Date(clock.nowMs() - DAY_MS),
    notAfter: new Date(clock.nowMs() + VALID_DAYS * DAY_MS),
    extensions: [
      new SubjectAlternativeNameExtension([
        { type: 'dns', value: 'localhost' },
        { type: 'ip', value: '127.0.0.1' },
        { type: 'ip', value: '::1' },
      ]),
    ],
  })
  const pkcs8 = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey)).toString('base64')
  const key = `-----BEGIN PRIVATE KEY-----\n${pkcs8.match(/.{1,64}/g)?.join('\n')}\n-----END PRIVATE KEY-----\n`
  return { cert: certificate.toString('pem'), key }
}
