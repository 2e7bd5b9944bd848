import type { Logger } from '#kernel'
import {
  type JsonObject,
  type OcppVersion,
  parseFrame,
  writeAnswerToMalformed,
  writeCall,
  writeError,
  writeResult,
  writeSend,
} from '#ocpp/rpc'
import type { Reply } from '../station/dialect.ts'
import type { StationNotice } from '../station/observer.ts'
import { Outbox, type OutboxOptions, type OutgoingCall } from './outbox.ts'

export interface DialogueOptions extends Omit<OutboxOptions, 'transmit'> {
  readonly version: OcppVersion
  readonly logger: Logger
  readonly write: (text: string, kind: 'call' | 'answer') => void
  /** Last look at what goes out: the place of those who send something else than they mean. */
  readonly rewrite: (action: string, payload: object) => object
  readonly answer: (action: string, payload: JsonObject) => Reply
  readonly notice: (notice: StationNotice) => void
}

/** Both directions of one station's talk: its own calls through the outbox, and answers to those of the CSMS. */
export class Dialogue {
  readonly outbox: Outbox
  readonly #options: DialogueOptions

  constructor(options: DialogueOptions) {
    this.#options = options
    this.outbox = new Outbox({ ...options, transmit: (messageId, call) => this.#transmit(messageId, call) })
  }

  /** Says what is never answered (2.1 part 4 §4.2.4): at any time, waiting for nothing. */
  tell(action: string, payload: object): void {
    const messageId = this.#options.newMessageId()
    this.#options.write(writeSend(messageId, action, payload), 'call')
    this.#options.notice({ type: 'sent', kind: 'send', messageId, action, payload })
  }

  receive(text: string): void {
    const { version, logger, write, notice } = this.#options
    const frame = parseFrame(text, version)
    switch (frame.type) {
      case 'call':
        notice({ type: 'received', kind: 'call', ...pick(frame) })
        this.#reply(frame.messageId, frame.action, frame.payload)
        return
      case 'result': {
        const { messageId, payload } = frame
        // Told before it is acted on, so that observers see cause before effect.
        const action = this.outbox.actionOf(messageId) ?? ''
        notice({ type: 'received', kind: 'result', messageId, action, payload })
        this.outbox.answered(messageId, { type: 'result', payload })
        return
      }
      case 'error': {
        const { messageId, code, wireCode, description } = frame
        const action = this.outbox.actionOf(messageId) ?? ''
        notice({ type: 'received', kind: 'error', messageId, action, payload: { code: wireCode, description } })
        this.outbox.answered(messageId, { type: 'error', code })
        return
      }
      case 'malformed': {
        logger.warn('Message from the CSMS cannot be read', { reason: frame.reason })
        const answer = writeAnswerToMalformed(version, frame)
        if (answer !== undefined) write(answer, 'answer')
        return
      }
      default:
        logger.debug('Message of another type ignored', { type: frame.type })
    }
  }

  #reply(messageId: string, action: string, payload: JsonObject): void {
    const { version, write, notice, answer } = this.#options
    const reply = answer(action, payload)
    if ('refused' in reply) {
      const failure = { code: reply.refused, description: reply.description }
      write(writeError(version, messageId, failure), 'answer')
      notice({ type: 'sent', kind: 'error', messageId, action, payload: failure })
      return
    }
    write(writeResult(messageId, reply.response), 'answer')
    notice({ type: 'sent', kind: 'result', messageId, action, payload: reply.response })
    reply.after?.()
  }

  #transmit(messageId: string, call: OutgoingCall): void {
    const payload = this.#options.rewrite(call.action, call.payload())
    this.#options.write(writeCall(messageId, call.action, payload), 'call')
    this.#options.notice({ type: 'sent', kind: 'call', messageId, action: call.action, payload })
  }
}

function pick({ messageId, action, payload }: { messageId: string; action: string; payload: JsonObject }) {
  return { messageId, action, payload }
}
