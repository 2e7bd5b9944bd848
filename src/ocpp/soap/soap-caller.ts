import { AppError, type Clock, errorCode } from '#kernel'
import type { JsonObject } from '#ocpp/rpc'
import type { Action } from '#ocpp/v16'
import type { CallbackRule } from './callback-rule.ts'
import { rpcErrorOfFault } from './fault.ts'
import { actionHeaderOf, operationOf } from './messages.ts'
import { postMessage } from './post-message.ts'
import { readEnvelope } from './read-envelope.ts'
import { readResponse } from './read-message.ts'
import type { SoapVersion } from './soap-version.ts'
import { unsayableIn15 } from './translate-15.ts'
import { writeRequest } from './write-message.ts'

export interface CallerParts {
  readonly identity: string
  readonly version: SoapVersion
  readonly clock: Clock
  readonly mayCall: CallbackRule
  /** Authorities that stations' servers may chain to besides the known ones, PEM. */
  readonly authorities: () => readonly string[]
  readonly maxMessageBytes: number
  /** How long an answer is waited for; whoever asked has given up by then. */
  readonly answerTimeoutMs: number
}

/** What the station's last request said about how to reach it. */
export interface Whereabouts {
  /** Where it listens; undefined when it did not say. */
  readonly url: string | undefined
  /** The address it said so from. */
  readonly remoteAddress: string
  /** Our own address, as the station writes it. */
  readonly ours: string | undefined
  readonly slash: boolean
}

/** What became of a call, as the frame 1.6-J has for it, and what the station said of it, if it did. */
export interface Heard {
  readonly frame: string
  readonly said?: string
}

/** Asks one station, at the address it gave last (1.6-S §3.7, G-03). */
export class SoapCaller {
  whereabouts: Whereabouts
  readonly #parts: CallerParts
  readonly #ending = new AbortController()
  #asking = 0

  constructor(parts: CallerParts, whereabouts: Whereabouts) {
    this.#parts = parts
    this.whereabouts = whereabouts
  }

  get isAsking(): boolean {
    return this.#asking > 0
  }

  /** Why the station cannot be asked this, in the version it speaks. */
  lacks(action: string, payload: JsonObject): string | undefined {
    const { version } = this.#parts
    if (operationOf(version, 'Cp', action) === undefined) {
      return `OCPP ${version.replace('ocpp', '')} over SOAP has no ${action}`
    }
    return version === 'ocpp1.5' ? unsayableIn15(action, payload) : undefined
  }

  /**
   * The answer; undefined for what did not reach the station, or was never answered. Never throws.
   *
   * @param worded hears at once what goes over the wire
   */
  async ask(
    messageId: string,
    name: string,
    payload: JsonObject,
    worded: (text: string) => void,
  ): Promise<Heard | undefined> {
    const lack = this.lacks(name, payload)
    const action = operationOf(this.#parts.version, 'Cp', name)
    if (lack !== undefined || action === undefined)
      return { frame: errorFrame(messageId, 'NotSupported', lack ?? name) }
    this.#asking += 1
    try {
      return await this.#exchange(messageId, action, payload, worded)
    } catch (thrown) {
      if (errorCode(thrown) === 'unavailable') return undefined
      const reason = thrown instanceof AppError ? thrown.message : 'the answer cannot be read'
      const code = errorCode(thrown) === 'forbidden' ? 'SecurityError' : 'GenericError'
      return { frame: errorFrame(messageId, code, reason) }
    } finally {
      this.#asking -= 1
    }
  }

  /** Gives up what is on its way. */
  end(): void {
    this.#ending.abort()
  }

  async #exchange(
    messageId: string,
    action: Action,
    payload: JsonObject,
    worded: (text: string) => void,
  ): Promise<Heard> {
    const { version, identity, mayCall, authorities, maxMessageBytes, answerTimeoutMs, clock } = this.#parts
    const { url, remoteAddress, ours, slash } = this.whereabouts
    if (url === undefined) throw new AppError('unavailable', 'the station has not said where it listens')
    const header = { messageId: `urn:uuid:${messageId}`, identity, from: ours, to: url }
    const message = writeRequest({ version, service: 'Cp', slash }, header, action, payload)
    worded(message)
    const late = new AbortController()
    const timer = clock.after(answerTimeoutMs, () => late.abort())
    try {
      const { text } = await postMessage({
        url,
        action: actionHeaderOf({ action, direction: 'request' }),
        message,
        permits: (address) => mayCall(address, remoteAddress),
        authorities: authorities(),
        maxAnswerBytes: maxMessageBytes,
        signal: AbortSignal.any([this.#ending.signal, late.signal]),
      })
      return { frame: answerFrame(messageId, header.messageId, action, text), said: text }
    } finally {
      timer.cancel()
    }
  }
}

/** @throws AppError for what answers something else, or nothing */
function answerFrame(id: string, messageId: string, action: Action, text: string): string {
  const envelope = readEnvelope(text)
  if (envelope.relatesTo !== undefined && envelope.relatesTo !== messageId) {
    throw new AppError('invalid', 'the answer relates to another message')
  }
  const answer = readResponse(envelope, 'Cp', action)
  if ('payload' in answer) return JSON.stringify([3, id, answer.payload])
  const { code, description } = rpcErrorOfFault(answer.fault.subcode, answer.fault.reason)
  return errorFrame(id, code, description)
}

function errorFrame(messageId: string, code: string, description: string): string {
  return JSON.stringify([4, messageId, code, description.slice(0, 255), {}])
}
