import { silentLogger } from '#kernel'
import { type JsonObject, type OcppVersion, parseFrame, writeCall, writeError, writeResult } from '#ocpp/rpc'
import { checkPayload, isAction } from '#ocpp/schemas'
import { createOcppListener, type ListenerOptions, type OcppConnection, type OcppListener } from '#ocpp/transport'
import { Journal } from '../journal.ts'

/** What the scripted CSMS answers to an action: a payload, a refusal, or silence. */
export type ScriptedAnswer = (payload: JsonObject) => object | 'refuse' | 'silence'

export interface HeardCall {
  readonly messageId: string
  readonly action: string
  readonly payload: JsonObject
}

/**
 * The other end for tests of the simulator: a real socket server whose every answer a test writes down. It holds every
 * message of the station strictly against its schema.
 */
export class ScriptedCsms {
  readonly url: string
  /** Calls of stations, in order. */
  readonly calls = new Journal<HeardCall>()
  /** Answers of stations to our calls. */
  readonly answers = new Journal<{ messageId: string; payload: JsonObject; error?: string }>()
  readonly closes = new Journal<{ code: number }>()
  readonly opens = new Journal<OcppConnection>()
  /** Every deviation from the schema, as text. */
  readonly violations: string[] = []
  /** Texts as they came. */
  readonly texts: string[] = []
  readonly #answers = new Map<string, ScriptedAnswer>()
  readonly #listener: OcppListener
  #connection: OcppConnection | undefined
  #lastId = 0
  readonly #asked = new Map<string, string>()

  constructor(listener: OcppListener, scheme: 'ws' | 'wss') {
    this.#listener = listener
    this.url = `${scheme}://127.0.0.1:${listener.address.port}/ocpp`
  }

  /** Sets the answer to an action from now on. */
  answer(action: string, answer: ScriptedAnswer): void {
    this.#answers.set(action, answer)
  }

  /** Calls the station and resolves with its answer. */
  async call(action: string, payload: object): Promise<JsonObject> {
    this.#lastId += 1
    const messageId = `csms-${this.#lastId}`
    this.#asked.set(messageId, action)
    this.#connection?.send(writeCall(messageId, action, payload))
    const answer = await this.answers.next((one) => one.messageId === messageId)
    return answer.error === undefined ? answer.payload : { error: answer.error }
  }

  sendText(text: string): void {
    this.#connection?.send(text)
  }

  hangUp(): void {
    this.#connection?.terminate()
  }

  get connectionCount(): number {
    return this.#listener.connectionCount
  }

  async close(): Promise<void> {
    await this.#listener.close({ deadlineMs: 0, pauseMs: 0 })
  }

  opened(connection: OcppConnection): void {
    this.#connection = connection
    this.opens.add(connection)
  }

  heard(connection: OcppConnection, text: string): void {
    this.texts.push(text)
    const { version } = connection
    const frame = parseFrame(text, version)
    if ('deviations' in frame && frame.deviations !== undefined) this.violations.push(frame.deviations.join())
    if (frame.type === 'call') {
      this.#judge(version, frame.action, 'request', frame.payload)
      const { messageId, action, payload } = frame
      const answer = (this.#answers.get(action) ?? defaultAnswer(action))(payload)
      if (answer === 'refuse') connection.send(writeError(version, messageId, { code: 'internal' }))
      else if (answer !== 'silence') connection.send(writeResult(messageId, answer))
      this.calls.add({ messageId, action, payload })
    } else if (frame.type === 'send') {
      this.#judge(version, frame.action, 'request', frame.payload)
      this.calls.add(frame)
    } else if (frame.type === 'result') {
      this.#judge(version, this.#asked.get(frame.messageId) ?? '', 'response', frame.payload)
      this.answers.add({ messageId: frame.messageId, payload: frame.payload })
    } else if (frame.type === 'error') {
      this.answers.add({ messageId: frame.messageId, payload: frame.details, error: frame.wireCode })
    } else this.violations.push(`${frame.type}: ${text.slice(0, 80)}`)
  }

  #judge(version: OcppVersion, action: string, direction: 'request' | 'response', payload: JsonObject): void {
    if (!isAction(version, action)) {
      this.violations.push(`${action} is no action of ${version}`)
      return
    }
    const check = checkPayload(version, action, direction, payload, 'strict')
    if (check.outcome !== 'invalid') return
    for (const { path, description } of check.violations) this.violations.push(`${action} ${path}: ${description}`)
  }
}

/** Opens a scripted CSMS on a free port. */
export async function openCsms(options: Partial<ListenerOptions> = {}): Promise<ScriptedCsms> {
  const listener = await createOcppListener({
    authenticate: async () => ({ accept: true }),
    handler: {
      onOpen: (connection) => csms.opened(connection),
      onFrame: (connection, text) => csms.heard(connection, text),
      onClose: (_connection, code) => csms.closes.add({ code }),
    },
    logger: silentLogger,
    ...options,
  })
  const csms = new ScriptedCsms(listener, options.tls === undefined ? 'ws' : 'wss')
  return csms
}

const accepted = { status: 'Accepted' }

/** What a friendly CSMS says to an action when the test says nothing. */
function defaultAnswer(action: string): ScriptedAnswer {
  switch (action) {
    case 'BootNotification':
      return () => ({ ...accepted, currentTime: new Date().toISOString(), interval: 600 })
    case 'Heartbeat':
      return () => ({ currentTime: new Date().toISOString() })
    case 'Authorize':
      return () => ({ idTagInfo: accepted, idTokenInfo: accepted })
    case 'StartTransaction':
      return () => ({ transactionId: 17, idTagInfo: accepted })
    default:
      return () => ({})
  }
}
