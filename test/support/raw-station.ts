import { type ClientOptions, connectOcpp, type OcppClientConnection } from '#ocpp/transport'
import { Mailbox } from './mailbox.ts'

/** A frame as an array, nothing of it looked at. */
export type RawFrame = readonly [number, string, ...unknown[]]

/** The wire of one station in the hands of a test: says exactly what it is told to, right or wrong. */
export class RawStation {
  readonly connection: OcppClientConnection
  readonly frames: Mailbox<RawFrame>
  readonly closed: Promise<{ code: number; reason: string }>
  #lastId = 0

  private constructor(
    connection: OcppClientConnection,
    frames: Mailbox<RawFrame>,
    closed: Promise<{ code: number; reason: string }>,
  ) {
    this.connection = connection
    this.frames = frames
    this.closed = closed
  }

  static async connect(options: Omit<ClientOptions, 'handler'>): Promise<RawStation> {
    const frames = new Mailbox<RawFrame>()
    let onClose: (end: { code: number; reason: string }) => void = () => {}
    const closed = new Promise<{ code: number; reason: string }>((resolve) => {
      onClose = resolve
    })
    const connection = await connectOcpp({
      ...options,
      handler: {
        onFrame: (_, text) => frames.push(JSON.parse(text)),
        onClose: (_, code, reason) => onClose({ code, reason }),
      },
    })
    return new RawStation(connection, frames, closed)
  }

  send(frame: unknown): void {
    this.connection.send(typeof frame === 'string' ? frame : JSON.stringify(frame))
  }

  /** Sends a CALL and waits for the next frame, which has to be its answer. */
  async call(action: string, payload: object = {}): Promise<RawFrame> {
    this.#lastId += 1
    const id = `m-${this.#lastId}`
    this.send([2, id, action, payload])
    const answer = await this.frames.next()
    if (answer[1] !== id) throw new Error(`${JSON.stringify(answer)} does not answer ${id}`)
    return answer
  }

  /** Waits for a CALL of the platform. */
  async asked(): Promise<{ id: string; action: unknown; payload: unknown }> {
    const [type, id, action, payload] = await this.frames.next()
    if (type !== 2) throw new Error(`${JSON.stringify([type, id, action])} is not a call`)
    return { id, action, payload }
  }
}
