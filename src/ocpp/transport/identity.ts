import type { OcppVersion } from '#ocpp/rpc'

/** Longest station identity (2.0.1 and 2.1 part 4 §3.1.1). */
export const IDENTITY_LIMIT = 48

const identifierString = /^[A-Za-z0-9*\-_=+|@.]+$/
const printable = /^[^\p{C}/]+$/u

/**
 * The station's identity: the last segment of the connection URL's path, percent-decoded, behind any prefix
 * (part 4 §3.1.1). Undefined when there is none or its encoding is broken.
 */
export function readIdentity(path: string): string | undefined {
  const segment = path.slice(path.lastIndexOf('/') + 1)
  try {
    return segment === '' ? undefined : decodeURIComponent(segment)
  } catch {
    return undefined
  }
}

/**
 * True when a station of `version` may be called `identity`. 2.x wants an identifierString without the colon, which
 * separates user and password in basic authentication; 1.6 says nothing, so anything printable will do.
 */
export function isIdentity(identity: string, version: OcppVersion | undefined): boolean {
  if (identity.length > IDENTITY_LIMIT) return false
  const strict = version === 'ocpp2.0.1' || version === 'ocpp2.1'
  return (strict ? identifierString : printable).test(identity)
}
