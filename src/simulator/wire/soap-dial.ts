import { openSoapClient, type SoapClient, type SoapVersion } from '#ocpp/soap'
import type { Security } from './dial.ts'
import type { Dial, LinkListener } from './link.ts'

export interface SoapDialOptions {
  /** The service of the central system. */
  readonly url: string
  readonly identity: string
  readonly version: SoapVersion
  /** Address of this machine by which the central system reaches the station; default 127.0.0.1. */
  readonly host?: string
  /** Asked anew for each connection: a certificate may have been renewed. */
  readonly credentials: () => Security
  readonly compression?: boolean
}

/**
 * Speaks SOAP in place of a WebSocket. There is no connection to lose: the link stands once the station listens for
 * commands, and ends when a request fails, so that the station tries again as it would after a lost connection.
 */
export function soapDial(options: SoapDialOptions): Dial {
  return (listener) => {
    const attempt = new Attempt(listener)
    openSoapClient({ ...clientOptions(options), handler: attempt }).then(
      (client) => attempt.opened(client),
      (error: unknown) => attempt.onFailure(error instanceof Error ? error.message : String(error)),
    )
    return attempt
  }
}

class Attempt {
  readonly #listener: LinkListener
  #client: SoapClient | undefined
  #ended = false

  constructor(listener: LinkListener) {
    this.#listener = listener
  }

  opened(client: SoapClient): void {
    this.#client = client
    if (this.#ended) client.close()
    else this.#listener.opened()
  }

  onFrame(text: string): void {
    if (!this.#ended) this.#listener.text(text)
  }

  onFailure(why: string): void {
    if (this.#ended) return
    this.#end()
    this.#listener.closed(why)
  }

  send(text: string): void {
    this.#client?.send(text)
  }

  close(): void {
    this.#end()
  }

  cut(): void {
    this.#end()
  }

  /** What is never read is never heard. */
  stopReading(): void {
    this.#end()
  }

  #end(): void {
    this.#ended = true
    this.#client?.close()
  }
}

function clientOptions({ credentials, compression, ...basic }: SoapDialOptions) {
  const security = credentials()
  const common = { ...basic, ...(compression === undefined ? {} : { compression }) }
  switch (security.profile) {
    case 0:
      return common
    case 1:
      return { ...common, basicAuth: { password: security.password } }
    case 2:
      return { ...common, basicAuth: { password: security.password }, tls: trust(security.authorities) }
    case 3:
      return { ...common, tls: { ...trust(security.authorities), cert: security.cert, key: security.key } }
  }
}

function trust(authorities: readonly string[] | undefined) {
  return authorities === undefined ? {} : { authorities }
}
