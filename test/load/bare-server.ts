import type { WebSocket } from 'ws'
import { serveMessages } from './message-server.ts'

// What the platform is measured against: a WebSocket server that parses and answers, and does nothing else.
const answers: Readonly<Record<string, () => object>> = {
  BootNotification: () => ({ status: 'Accepted', currentTime: new Date().toISOString(), interval: 300 }),
  Heartbeat: () => ({ currentTime: new Date().toISOString() }),
  StartTransaction: () => ({ transactionId: 1, idTagInfo: { status: 'Accepted' } }),
}

function onMessage(this: WebSocket, data: Buffer): void {
  const [, id, action] = JSON.parse(data.toString()) as [number, string, string, unknown]
  this.send(JSON.stringify([3, id, answers[action]?.() ?? {}]))
}

serveMessages(
  (socket) => socket.on('message', onMessage),
  async () => {},
)
