import type { OcppVersion } from '#ocpp/rpc'
import { type ClientOptions, connectOcpp, type OcppClientConnection } from '#ocpp/transport'
import type { Dial, LinkListener } from './link.ts'

/** How the station proves who it is: the security profiles of 2.0.1 part 2 A00 and the 1.6 security whitepaper. */
export type Security =
  | { readonly profile: 0 }
  | { readonly profile: 1; readonly password: string | Buffer }
  | { readonly profile: 2; readonly password: string | Buffer; readonly authorities?: readonly string[] }
  | {
      readonly profile: 3
      /** Client certificate and key, PEM. */
      readonly cert: string
      readonly key: string
      readonly authorities?: readonly string[]
    }

export interface Place {
  /** The endpoint without the station's identity. */
  readonly url: string
  readonly security: Security
}

export interface DialOptions {
  /** Asked anew for each connection: the station may have been told to go elsewhere, a certificate may have been renewed. */
  readonly place: () => Place
  readonly identity: string
  readonly version: OcppVersion
  readonly compression?: boolean
}

/** Dials over a real WebSocket. */
export function socketDial(options: DialOptions): Dial {
  return (listener) => {
    const attempt = new Attempt(listener)
    connectOcpp({ ...clientOptions(options), handler: attempt }).then(
      (connection) => attempt.connected(connection),
      (error: unknown) => attempt.failed(error instanceof Error ? error.message : String(error)),
    )
    return attempt
  }
}

/** One connection from dialling to its end. */
class Attempt {
  readonly #listener: LinkListener
  #connection: OcppClientConnection | undefined
  #abandoned = false

  constructor(listener: LinkListener) {
    this.#listener = listener
  }

  connected(connection: OcppClientConnection): void {
    if (this.#connection !== undefined) return
    this.#connection = connection
    if (this.#abandoned) connection.close()
    else if (connection.isOpen) this.#listener.opened()
  }

  failed(why: string): void {
    if (!this.#abandoned) this.#listener.closed(why)
  }

  onFrame(connection: OcppClientConnection, text: string): void {
    // The first frame may be here before the promise of the connection has told anybody.
    this.connected(connection)
    this.#listener.text(text)
  }

  onClose(connection: OcppClientConnection, code: number, reason: string): void {
    this.connected(connection)
    this.#listener.closed(`${code} ${reason}`.trim())
  }

  send(text: string): void {
    this.#connection?.send(text)
  }

  close(): void {
    this.#abandoned = true
    this.#connection?.close(1000, '')
  }

  cut(): void {
    this.#abandoned = true
    this.#connection?.terminate()
  }

  stopReading(): void {
    this.#connection?.pause()
  }
}

function clientOptions({ place, identity, version, compression }: DialOptions): Omit<ClientOptions, 'handler'> {
  const { url, security } = place()
  const basic = { url, identity, versions: [version], ...(compression === undefined ? {} : { compression }) }
  switch (security.profile) {
    case 0:
      return basic
    case 1:
      return { ...basic, basicAuth: { password: security.password } }
    case 2:
      return { ...basic, basicAuth: { password: security.password }, tls: trust(security.authorities) }
    case 3:
      return { ...basic, tls: { ...trust(security.authorities), cert: security.cert, key: security.key } }
  }
}

function trust(authorities: readonly string[] | undefined) {
  return authorities === undefined ? {} : { authorities }
}
