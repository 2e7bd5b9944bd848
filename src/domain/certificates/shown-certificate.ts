import { createHash, X509Certificate } from 'node:crypto'
import { AppError } from '#kernel'
import type { ShownCertificate } from './certificate.ts'
import { plainSerial } from './hash-data.ts'
import { readPem } from './pem.ts'

/** What is kept in mind of a certificate: enough to know it again. @throws AppError `invalid` for what is none */
export function readShown(certificate: Uint8Array): ShownCertificate {
  let read: X509Certificate
  try {
    read = new X509Certificate(certificate)
  } catch (cause) {
    throw new AppError('invalid', 'This is not an X.509 certificate', {}, { cause })
  }
  return {
    fingerprint: createHash('sha256').update(read.raw).digest('hex'),
    serialNumber: plainSerial(read.serialNumber),
    subject: read.subject.replaceAll('\n', ', '),
    keyHash: createHash('sha256')
      .update(read.publicKey.export({ format: 'der', type: 'spki' }))
      .digest('hex'),
    notBefore: new Date(read.validFrom),
    notAfter: new Date(read.validTo),
  }
}

/** The first certificate of a chain, which is the station's own. @throws AppError `invalid` when there is none */
export function readLeaf(chain: string): ShownCertificate {
  const [leaf] = readPem(chain, 'CERTIFICATE')
  if (leaf === undefined) throw new AppError('invalid', 'There is no certificate in this text', { field: 'chain' })
  return readShown(leaf)
}

/** What is wrong with a chain or a root that is to be sent to a station; undefined when it can be read. */
export function certificateProblem(pem: string): string | undefined {
  const blocks = readPem(pem, 'CERTIFICATE')
  if (blocks.length === 0) return 'there is no certificate in PEM form'
  try {
    for (const block of blocks) readShown(block)
    return undefined
  } catch {
    return 'one of the certificates cannot be read'
  }
}
