import type { Socket } from 'node:net'

/** The most a peer may have said that was not read yet; a command is far shorter. */
const MOST_WAITING_BYTES = 4_096

/**
 * Gives what a peer says on a control connection line by line, until `stop`; what has come after that is not kept, so
 * that nothing said in the clear is taken for something said under TLS. A peer that says more than anybody reads, or a
 * line without end, is cut off.
 */
export function readLines(socket: Socket, onLine: (line: string) => void): { readonly stop: () => void } {
  let rest = ''
  const onData = (piece: Buffer) => {
    rest += piece.toString('latin1')
    const lines = rest.split(/\r?\n/)
    rest = lines.pop() ?? ''
    if (rest.length > MOST_WAITING_BYTES || lines.length > MOST_WAITING_BYTES / 4) return void socket.destroy()
    for (const line of lines) {
      if (stopped) return
      onLine(line)
    }
  }
  let stopped = false
  socket.on('data', onData)
  return {
    stop() {
      stopped = true
      socket.off('data', onData)
    },
  }
}
