import { AppError, type Clock, readBounded } from '#kernel'

/** Shows whom a pool of contracts speaks with. */
export interface PoolToken {
  /** @throws AppError `unavailable` when none can be had */
  get(signal: AbortSignal): Promise<string>
  /** The pool did not believe it: the next one is to be another. @returns whether there may be another */
  forget(): boolean
}

export interface PoolCredentials {
  readonly clock: Clock
  /** Where tokens are given out, as https://auth.example.org/oauth/token. */
  readonly url: string
  readonly clientId: string
  readonly clientSecret: string
  /** Whom they are for, where the server asks for that; empty: it does not. */
  readonly audience: string
}

const LIMIT_BYTES = 20_000
/** Of a token that does not say how long it is good for. */
const USUAL_S = 300
/** So long before its end it is not used any more. */
const MARGIN_MS = 10_000

/** The same token for ever; none when it is empty. */
export function fixedToken(token: string): PoolToken {
  return { get: () => Promise.resolve(token), forget: () => false }
}

/** Tokens by client credentials (RFC 6749 §4.4), as OPCP recommends it; each is used until it ends. */
export function clientToken(credentials: PoolCredentials): PoolToken {
  const { clock } = credentials
  let known: { readonly token: string; readonly untilMs: number } | undefined
  return {
    async get(signal) {
      if (known === undefined || known.untilMs <= clock.monotonicMs()) {
        const { token, forS } = await fetchToken(credentials, signal)
        known = { token, untilMs: clock.monotonicMs() + forS * 1_000 - MARGIN_MS }
      }
      return known.token
    },
    forget() {
      known = undefined
      return true
    },
  }
}

async function fetchToken(
  { url, clientId, clientSecret, audience }: PoolCredentials,
  signal: AbortSignal,
): Promise<{ readonly token: string; readonly forS: number }> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { Accept: 'application/json' },
    body: new URLSearchParams({
      ...{ grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret },
      ...(audience === '' ? {} : { audience }),
    }),
    redirect: 'error',
    signal,
  })
  const body = await readBounded(response, LIMIT_BYTES)
  if (response.status !== 200) throw refused(response.status)
  const { access_token: token, expires_in: forS }: Readonly<Record<string, unknown>> = Object(
    JSON.parse(body.toString('utf8')),
  )
  if (typeof token !== 'string' || !/^[\x21-\x7e]+$/.test(token)) throw refused(response.status)
  return { token, forS: typeof forS === 'number' && forS > 0 ? forS : USUAL_S }
}

function refused(status: number): AppError {
  return new AppError('unavailable', `The contract pool gives us no token (status ${status})`)
}
