import { WebSocket } from 'ws'
import type { StationConnection } from './connection.ts'

/** The parts of ws's compression that hold memory between messages; ws exports the class, its types do not. */
interface Compression {
  cleanup(): void
}

/** Who hears what happens on a socket. */
export interface SocketEvents {
  receive(connection: StationConnection, socket: StationSocket, data: Buffer, isBinary: boolean): void
  seen(connection: StationConnection): void
  closed(connection: StationConnection, socket: StationSocket, code: number, reason: string): void
}

/** A WebSocket that knows whose it is, so that one set of listeners serves all of them. */
export class StationSocket extends WebSocket {
  /** Absent until the handshake is done. */
  connection: StationConnection | undefined
  upgrader: SocketEvents | undefined
  // ws keeps negotiated extensions here, by name; `cleanup` frees the zlib streams, which come back when needed.
  declare readonly _extensions: { readonly 'permessage-deflate'?: Compression } | undefined

  get isCompressed(): boolean {
    return this._extensions?.['permessage-deflate'] !== undefined
  }

  /** Frees what zlib holds for this connection. Only while nothing is under way in either direction. */
  releaseCompression(): void {
    if (this.bufferedAmount === 0) this._extensions?.['permessage-deflate']?.cleanup()
  }
}
