import { AppError } from '#kernel'
import { derContent, derTags, readDer, readDerValue } from '../der.ts'

/** signedData (PKCS#7), the content of its identifier. */
const SIGNED_DATA = '2a864886f70d010702'
const EXPLICIT = 0xa0
/** In a signedData the certificates stand in a set of their own tag (RFC 5652 §5.1). */
const CERTIFICATES = 0xa0

/** The certificates in a "certs-only" message (RFC 7030 §4.1.3 and 4.2.3), DER. @throws AppError `invalid` */
export function readCertsOnly(der: Uint8Array): Uint8Array[] {
  const [kind, content] = derContent(readDerValue(der))
  const isSignedData = kind?.tag === derTags.objectId && Buffer.from(kind.content).toString('hex') === SIGNED_DATA
  if (!isSignedData) throw new AppError('invalid', 'This is not a message with certificates')
  const parts = derContent(derContent(content, EXPLICIT)[0])
  const bag = parts.find(({ tag }) => tag === CERTIFICATES)
  return bag === undefined ? [] : readDer(bag.content).map(({ whole }) => whole)
}
