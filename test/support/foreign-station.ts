import WebSocket from 'ws'
import { Mailbox } from './mailbox.ts'

/** A station that offers whatever versions it likes, those nobody knows among them. */
export interface ForeignStation {
  /** The version agreed on. */
  readonly protocol: string
  readonly frames: Mailbox<readonly unknown[]>
  /** Sends a CALL; the next frame is its answer. */
  call(action: string, payload: object): Promise<readonly unknown[]>
  send(frame: readonly unknown[]): void
  close(): void
}

/** @throws whatever the WebSocket fails with when it is not let in */
export async function dial(url: string, id: string, protocols: readonly string[]): Promise<ForeignStation> {
  const socket = new WebSocket(`${url}/${id}`, [...protocols])
  const frames = new Mailbox<readonly unknown[]>()
  socket.on('message', (data) => frames.push(JSON.parse(String(data))))
  await new Promise((resolve, reject) => {
    socket.once('open', resolve)
    socket.once('error', reject)
  })
  let sent = 0
  const send = (frame: readonly unknown[]) => socket.send(JSON.stringify(frame))
  return {
    protocol: socket.protocol,
    frames,
    send,
    async call(action, payload) {
      sent += 1
      send([2, `m-${sent}`, action, payload])
      return await frames.next()
    },
    close: () => socket.close(),
  }
}

/** What a station of 2.x says when it boots. */
export const FOREIGN_BOOT = { reason: 'PowerUp', chargingStation: { vendorName: 'Acme', model: 'Nine' } }

/** The event of a transaction, by which its meter shows `value`. */
export function foreignEvent(eventType: string, seqNo: number, triggerReason: string, value: number): object {
  const timestamp = `2026-03-01T11:0${seqNo}:00Z`
  return {
    ...{ eventType, seqNo, triggerReason, timestamp },
    transactionInfo: { transactionId: 'T-1' },
    evse: { id: 1, connectorId: 1 },
    meterValue: [{ timestamp, sampledValue: [{ value }] }],
  }
}
