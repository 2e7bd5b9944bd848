import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type WebSocket, WebSocketServer } from 'ws'
import { serveBench } from './bench-child.ts'

// What the platform is measured against: a WebSocket server that parses and answers, and does nothing else.
const server = createServer()
const sockets = new WebSocketServer({
  noServer: true,
  perMessageDeflate: false,
  clientTracking: false,
  handleProtocols: (offered) => [...offered][0] ?? false,
})

server.on('upgrade', (request, socket, head) => sockets.handleUpgrade(request, socket, head, accept))

const answers: Readonly<Record<string, () => object>> = {
  BootNotification: () => ({ status: 'Accepted', currentTime: new Date().toISOString(), interval: 300 }),
  Heartbeat: () => ({ currentTime: new Date().toISOString() }),
  StartTransaction: () => ({ transactionId: 1, idTagInfo: { status: 'Accepted' } }),
}

function accept(socket: WebSocket): void {
  socket.on('message', onMessage)
}

function onMessage(this: WebSocket, data: Buffer): void {
  const [, id, action] = JSON.parse(data.toString()) as [number, string, string, unknown]
  this.send(JSON.stringify([3, id, answers[action]?.() ?? {}]))
}

server.listen({ port: 0, host: '127.0.0.1', backlog: 4096 }, () => {
  const { port } = server.address() as AddressInfo
  serveBench({ url: `ws://127.0.0.1:${port}`, stop: async () => process.exit(0) })
})
