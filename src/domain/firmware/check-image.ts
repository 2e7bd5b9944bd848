import { X509Certificate } from 'node:crypto'
import { AppError } from '#kernel'
import type { FirmwareImage, NewFirmwareImage } from './firmware-image.ts'

/** 2.x FirmwareType, and the 1.6 security extension. */
const LONGEST_LOCATION = 512
const LONGEST_CERTIFICATE = 5500
const LONGEST_SIGNATURE = 800

/** @throws AppError `invalid` for an image that cannot be offered to any station. */
export function checkImage(image: NewFirmwareImage): void {
  for (const field of ['vendor', 'model', 'version', 'fileName', 'note'] as const) {
    const text = image[field]
    if (text !== undefined && (text.trim() === '' || /\p{Cc}/u.test(text))) throw invalid(field, 'text on one line')
  }
  const { fileName, location, sha256, md5, signature, signingCertificate } = image
  if (fileName !== undefined && !/^[\w.()+-]{1,100}$/.test(fileName)) {
    throw invalid('fileName', 'letters, digits and . _ - + ( ), 100 at most')
  }
  if (location !== undefined && !isLocation(location)) {
    throw invalid('location', `a URL (http, https, ftp, ftps, sftp) of at most ${LONGEST_LOCATION} characters`)
  }
  if (sha256 !== undefined && !/^[0-9a-f]{64}$/i.test(sha256)) throw invalid('sha256', '64 hexadecimal digits')
  if (md5 !== undefined && !/^[0-9a-f]{32}$/i.test(md5)) throw invalid('md5', '32 hexadecimal digits')
  if ((signature === undefined) !== (signingCertificate === undefined)) {
    throw invalid('signingCertificate', 'given with a signature, and never without (2.x L01.FR.11)')
  }
  if (signature !== undefined && !isSignature(signature)) {
    throw invalid('signature', `base64 of at most ${LONGEST_SIGNATURE} characters`)
  }
  if (signingCertificate !== undefined && !isCertificate(signingCertificate)) {
    throw invalid('signingCertificate', `one X.509 certificate as PEM, ${LONGEST_CERTIFICATE} characters at most`)
  }
}

/** @throws AppError `conflict` when the image is for another make of station than this is known to be. */
export function checkMake(
  image: Pick<FirmwareImage, 'vendor' | 'model'>,
  station: { readonly vendor?: string | null; readonly model?: string | null },
): void {
  const differs = (wanted: string | undefined, found: string | null | undefined) =>
    wanted !== undefined && found !== undefined && found !== null && wanted !== found
  if (differs(image.vendor, station.vendor) || differs(image.model, station.model)) {
    throw new AppError('conflict', 'The firmware is for another make of station', {
      image: [image.vendor, image.model ?? ''],
      station: [station.vendor ?? '', station.model ?? ''],
    })
  }
}

function isLocation(text: string): boolean {
  const protocol = URL.parse(text)?.protocol ?? ''
  return text.length <= LONGEST_LOCATION && /^(https?|ftps?|sftp):$/.test(protocol)
}

function isSignature(text: string): boolean {
  return text.length <= LONGEST_SIGNATURE && /^[A-Za-z0-9+/]+={0,2}$/.test(text)
}

function isCertificate(pem: string): boolean {
  if (pem.length > LONGEST_CERTIFICATE || pem.split('-----BEGIN CERTIFICATE-----').length !== 2) return false
  try {
    return new X509Certificate(pem).subject !== undefined
  } catch {
    return false
  }
}

function invalid(field: string, wanted: string): AppError {
  return new AppError('invalid', `The firmware's ${field} must be ${wanted}`, { field })
}
