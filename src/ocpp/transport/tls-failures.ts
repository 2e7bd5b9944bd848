import type { Clock, Logger } from '#kernel'

/** Within it failures are counted, not written one by one. */
export const QUIET_MS = 60_000

export interface TlsFailure {
  readonly remoteAddress: string | undefined
  /** OpenSSL's, such as `ERR_SSL_NO_SHARED_CIPHER`. */
  readonly code: string
}

/**
 * Writes down that TLS did not come about: a version or a cipher suite that is not spoken here (1.6 security whitepaper
 * A00.FR.323). Whose station it is nobody can tell yet, so it is a line of the log, and for a flood one a minute.
 * @param tell  is told of each
 */
export function tlsFailures(
  clock: Clock,
  logger: Logger,
  tell: (failure: TlsFailure) => void = () => {},
): (failure: TlsFailure) => void {
  let quietUntilMs = Number.NEGATIVE_INFINITY
  let unsaid = 0
  return (failure) => {
    const { remoteAddress, code } = failure
    // Who hangs up half-way has not been refused.
    if (code === 'ECONNRESET') return logger.debug('A TLS handshake was left', { remoteAddress })
    tell(failure)
    unsaid += 1
    const nowMs = clock.monotonicMs()
    if (nowMs < quietUntilMs) return
    logger.warn('A TLS handshake was refused, for security', { remoteAddress, code, timesSinceTheLast: unsaid })
    unsaid = 0
    quietUntilMs = nowMs + QUIET_MS
  }
}
