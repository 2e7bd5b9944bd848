import type { X509Certificate } from 'node:crypto'
import type { StationBody } from '../../station/body.ts'

/** The roots by which a station judges the certificates of V2G: its own, those of cars, those of contracts. */
export function rootsOf({ certificates }: StationBody): X509Certificate[] {
  return certificates.trust.roots
    .filter(({ use }) => use === 'V2GRootCertificate' || use === 'MORootCertificate')
    .map(({ certificate }) => certificate)
}
