import type { OcppVersion } from '#ocpp/rpc'
import type { OwnCertificate } from '../certificates/own-certificate.ts'
import type { Security } from '../wire/dial.ts'
import type { NetworkProfile, NetworkProfiles } from './network-profiles.ts'

/** How the station gets to its CSMS: where it is, and what it proves itself by; what does not work gives way. */
export class Reach {
  readonly #version: OcppVersion
  readonly #profiles: NetworkProfiles
  readonly #certificates: OwnCertificate

  constructor(version: OcppVersion, profiles: NetworkProfiles, certificates: OwnCertificate) {
    this.#version = version
    this.#profiles = profiles
    this.#certificates = certificates
  }

  restarted(): void {
    this.#profiles.restarted()
  }

  /** A02.FR.28: a certificate gives way once there is no other place to try. */
  failed(): void {
    this.#profiles.failed()
    this.#certificates.failed()
  }

  /** @returns the security events it has to tell */
  connected(): readonly string[] {
    this.#profiles.connected()
    const discarded = this.#certificates.connected(this.#version === 'ocpp2.1')
    // 2.1 A02.FR.29.
    return discarded ? ['DiscardedRenewedClientCertificate'] : []
  }
}

/** What the station proves itself by where a profile wants this; undefined when it cannot (A05.FR.02 and 03). */
export function securityFor(
  { securityProfile, password }: NetworkProfile,
  certificates: OwnCertificate,
): Security | undefined {
  const { security } = certificates
  const known = 'password' in security ? security.password : certificates.factoryPassword
  const secret = password ?? known
  const authorities = certificates.authorities
  const trust = authorities === undefined ? {} : { authorities }
  if (securityProfile === 0) return { profile: 0 }
  if (securityProfile === 1) return secret === undefined ? undefined : { profile: 1, password: secret }
  if (authorities === undefined) return undefined
  if (securityProfile === 2) return secret === undefined ? undefined : { profile: 2, password: secret, ...trust }
  return security.profile === 3 ? { ...security, ...trust } : undefined
}
