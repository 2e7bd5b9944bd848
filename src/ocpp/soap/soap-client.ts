import { AppError } from '#kernel'
import { type JsonObject, parseFrame } from '#ocpp/rpc'
import { CommandPort } from './command-port.ts'
import { rpcErrorOfFault } from './fault.ts'
import { actionHeaderOf, operationOf } from './messages.ts'
import { type PostAnswer, postMessage } from './post-message.ts'
import { readEnvelope } from './read-envelope.ts'
import { readResponse } from './read-message.ts'
import type { SoapVersion } from './soap-version.ts'
import { writeRequest } from './write-message.ts'

export interface SoapClientOptions {
  /** The central system's service. */
  readonly url: string
  readonly identity: string
  readonly version: SoapVersion
  readonly basicAuth?: { readonly password: string | Buffer }
  readonly tls?: { readonly authorities?: readonly string[]; readonly cert?: string; readonly key?: string }
  /** Address of this machine by which the central system reaches the station; default 127.0.0.1. */
  readonly host?: string
  /** Compress what is sent; default false. */
  readonly compression?: boolean
  readonly handler: SoapClientHandler
}

export interface SoapClientHandler {
  /** An answer to a call, or a call of the central system, as the frame 1.6-J has for it. */
  onFrame(text: string): void
  /** The central system cannot be reached, does not let the station in, or wants the message later. */
  onFailure(why: string): void
}

const MOST_ANSWER_BYTES = 1024 * 1024

/** The station's end of OCPP over SOAP: frames of 1.6-J in and out, each call a request, commands by a port of its own. */
export class SoapClient {
  readonly #options: SoapClientOptions
  readonly #port: CommandPort
  readonly #ending = new AbortController()

  constructor(options: SoapClientOptions, port: CommandPort) {
    this.#options = options
    this.#port = port
  }

  /** Where the station listens for commands. */
  get address(): string {
    return this.#port.address
  }

  send(text: string): void {
    const frame = parseFrame(text, 'ocpp1.6')
    if (frame.type === 'call') void this.#call(frame.messageId, frame.action, frame.payload)
    else if (frame.type === 'result' || frame.type === 'error') this.#port.answer(frame)
  }

  close(): void {
    this.#ending.abort()
    this.#port.close()
  }

  async #call(messageId: string, action: string, payload: JsonObject): Promise<void> {
    const { handler } = this.#options
    try {
      const frame = await this.#exchange(messageId, action, payload)
      if (!this.#ending.signal.aborted) handler.onFrame(frame)
    } catch (thrown) {
      if (!this.#ending.signal.aborted) handler.onFailure(thrown instanceof Error ? thrown.message : 'no answer')
    }
  }

  async #exchange(id: string, name: string, payload: JsonObject): Promise<string> {
    const { url, identity, version, basicAuth, tls = {}, compression = false } = this.#options
    const action = operationOf(version, 'Cs', name)
    if (action === undefined) return errorFrame(id, 'NotSupported', `${name} is not spoken over SOAP`)
    const messageId = `urn:uuid:${id}`
    const header = { messageId, identity, from: this.address, to: url }
    const answer = await postMessage({
      url,
      action: actionHeaderOf({ action, direction: 'request' }),
      message: writeRequest({ version, service: 'Cs', slash: true }, header, action, payload),
      permits: () => true,
      ...(basicAuth === undefined ? {} : { user: { name: identity, password: basicAuth.password } }),
      ...(tls.authorities === undefined ? {} : { authorities: tls.authorities }),
      ...(tls.cert === undefined || tls.key === undefined ? {} : { client: { cert: tls.cert, key: tls.key } }),
      ...(compression ? { coding: 'gzip' } : {}),
      maxAnswerBytes: MOST_ANSWER_BYTES,
      signal: this.#ending.signal,
    })
    return readAnswer(id, messageId, action, answer)
  }
}

/** Opens the port for commands; the central system is called only once there is something to say. */
export async function openSoapClient(options: SoapClientOptions): Promise<SoapClient> {
  const { identity, version, host = '127.0.0.1', handler } = options
  const onFrame = handler.onFrame.bind(handler)
  return new SoapClient(options, await CommandPort.open({ identity, version, host, onFrame }))
}

/** @throws AppError for what is no answer: the message has to be sent again */
function readAnswer(
  id: string,
  messageId: string,
  action: Parameters<typeof writeRequest>[2],
  got: PostAnswer,
): string {
  // A fault comes with 400 or 500; any other error is one of HTTP.
  if (got.status !== 200 && got.status !== 400 && got.status !== 500) {
    throw new AppError('unavailable', `the central system answers with HTTP ${got.status}`)
  }
  const envelope = readEnvelope(got.text)
  if (envelope.relatesTo !== messageId) throw new AppError('invalid', 'the answer relates to another message')
  const answer = readResponse(envelope, 'Cs', action)
  if ('payload' in answer) return JSON.stringify([3, id, answer.payload])
  const { code, description } = rpcErrorOfFault(answer.fault.subcode, answer.fault.reason)
  return errorFrame(id, code, description)
}

function errorFrame(id: string, code: string, description: string): string {
  return JSON.stringify([4, id, code, description.slice(0, 255), {}])
}
