import { AppError, type Clock, readBounded } from '#kernel'

export interface ResponderQuestion {
  readonly url: URL
  /** A request in DER that is posted (RFC 6960 appendix A); absent: what is there is fetched. */
  readonly body?: Uint8Array
  readonly limitBytes: number
  /** Shorter than stations wait for their answer. */
  readonly timeoutMs: number
}

/**
 * Asks one address, follows it nowhere else, and reads no more than the limit.
 *
 * @throws AppError `unavailable` when there is no answer in time, or none with status 200; `too-large` beyond the limit
 */
export async function askResponder(clock: Clock, question: ResponderQuestion): Promise<Buffer> {
  const { url, body, limitBytes, timeoutMs } = question
  const patience = new AbortController()
  const timer = clock.after(timeoutMs, () => patience.abort())
  try {
    const response = await fetch(url, {
      ...(body === undefined
        ? {}
        : { method: 'POST', body: Uint8Array.from(body), headers: { 'Content-Type': 'application/ocsp-request' } }),
      redirect: 'error',
      signal: patience.signal,
    })
    if (response.status !== 200) {
      await response.body?.cancel()
      throw new AppError('unavailable', `The responder answered with status ${response.status}`)
    }
    return await readBounded(response, limitBytes)
  } catch (cause) {
    if (cause instanceof AppError) throw cause
    throw new AppError('unavailable', 'The responder cannot be reached', { host: url.host }, { cause })
  } finally {
    timer.cancel()
  }
}
