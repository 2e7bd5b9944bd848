import type { StationBody } from '../station/body.ts'

/** Whether a station of 1.6 knows the messages of the security whitepaper: those with a certificate have to. */
export function hasSecurityExtension({ certificates, upkeep }: StationBody): boolean {
  return certificates.isCertified || upkeep.options.securityExtension === true
}
