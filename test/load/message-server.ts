import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type WebSocket, WebSocketServer } from 'ws'
import { serveBench } from './bench-child.ts'

/** A WebSocket server and nothing else, for the bench: it welcomes whoever comes, by the path of its address. */
export function serveMessages(welcome: (socket: WebSocket, path: string) => void, stop: () => Promise<void>): void {
  const server = createServer()
  const sockets = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    clientTracking: false,
    handleProtocols: (offered) => [...offered][0] ?? false,
  })
  server.on('upgrade', (request, socket, head) =>
    sockets.handleUpgrade(request, socket, head, (open) => welcome(open, String(request.url))),
  )
  server.listen({ port: 0, host: '127.0.0.1', backlog: 4096 }, () => {
    const { port } = server.address() as AddressInfo
    serveBench({
      url: `ws://127.0.0.1:${port}`,
      async stop() {
        await stop()
        process.exit(0)
      },
    })
  })
}
