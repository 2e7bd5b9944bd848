import { createServer, type Socket } from 'node:net'
import type { AuthContext, ClientInfo, Connection, Session } from 'ssh2'
import ssh2 from 'ssh2'
import type { Clock, Logger } from '#kernel'
import { closed, Entrance, listening } from '../entrance.ts'
import { openSlot, type Slot, type SlotServices } from '../slot.ts'
import type { SftpGround } from './sftp-files.ts'
import { serveSftp } from './sftp-session.ts'

export interface SftpDoorOptions {
  readonly services: SlotServices
  readonly clock: Clock
  readonly logger: Logger
  readonly settings: {
    readonly host: string
    readonly port: number
    /** Private keys this is known by, PEM or OpenSSH. */
    readonly hostKeys: readonly string[]
    readonly transfersAtOnce: number
  }
}

export interface SftpDoor {
  readonly port: number
  close(): Promise<void>
}

/** How long a peer may take to sign in, and what it may say wrongly meanwhile. */
const SIGN_IN_MS = 30_000
const MOST_TRIES = 3
/** A peer that asks for nothing so long is disconnected. */
const SILENCE_MS = 120_000

/**
 * SFTP for stations: nothing but files, one slot for each sign-in, passwords only.
 * @throws the system's error when the port is taken, Error for a host key that is none
 */
export async function openSftpDoor({ services, clock, logger, settings }: SftpDoorOptions): Promise<SftpDoor> {
  const entrance = new Entrance(clock, settings.transfersAtOnce)
  const ssh = new ssh2.Server({ hostKeys: [...settings.hostKeys], ident: 'Files' })
  const ground = { services, clock, logger, entrance }
  const sockets = new Map<string, Socket>()
  const server = createServer((socket) => {
    if (!entrance.letIn(socket)) return
    const from = nameOf(socket.remoteAddress, socket.remotePort)
    const timer = clock.after(SIGN_IN_MS, () => {
      // Whoever has said nothing that can be read is not known to the library yet.
      if (sockets.delete(from)) socket.destroy()
    })
    sockets.set(from, socket)
    socket.once('close', () => {
      timer.cancel()
      sockets.delete(from)
    })
    ssh.injectSocket(socket)
  })
  ssh.on('connection', (peer: Connection, { ip, port }: ClientInfo) => {
    const from = nameOf(ip, port)
    const socket = sockets.get(from)
    if (socket === undefined) return peer.end()
    sockets.delete(from)
    begin(peer, socket, ground)
  })
  const port = await listening(server, settings.host, settings.port)
  return {
    port,
    async close() {
      const all = closed(server)
      entrance.clear()
      await all
    },
  }
}

interface Ground {
  readonly services: SlotServices
  readonly clock: Clock
  readonly logger: Logger
  readonly entrance: Entrance
}

function nameOf(address = '', port = 0): string {
  return `${address} ${port}`
}

function begin(peer: Connection, socket: Socket, ground: Ground): void {
  const { clock } = ground
  let slot: Slot | undefined
  let tries = 0
  let timer = clock.after(SIGN_IN_MS, () => socket.destroy())
  socket.once('close', () => timer.cancel())
  // A peer that speaks no SSH, or hangs up in the middle.
  peer.on('error', () => socket.destroy())
  peer.on('authentication', (context: AuthContext) => {
    if (context.method === 'none') return context.reject(['password'])
    tries += 1
    if (context.method !== 'password' || tries > MOST_TRIES) return void socket.destroy()
    signIn(context.username, context.password, socket, ground).then(
      (found) => {
        slot = found
        if (found === undefined) context.reject(['password'])
        else context.accept()
      },
      (error: unknown) => {
        ground.logger.error('Signing in by SFTP has failed', { error })
        socket.destroy()
      },
    )
  })
  peer.on('ready', () => {
    const heard = () => {
      timer.cancel()
      timer = clock.after(SILENCE_MS, () => socket.destroy())
    }
    heard()
    let served = false
    peer.on('session', (accept, reject) => {
      // One session is all that is needed.
      if (served || slot === undefined) return reject()
      served = true
      serve(accept(), slot, socket, { ...ground, heard })
    })
  })
}

async function signIn(user: string, password: string, socket: Socket, ground: Ground): Promise<Slot | undefined> {
  const { entrance, services } = ground
  const address = socket.remoteAddress ?? ''
  const slot = entrance.mayTry(address) ? await openSlot(services, { user, password }) : undefined
  if (slot === undefined) entrance.wrong(address)
  return slot
}

/** Shells, commands and tunnels have no listener, and so are refused. The channel is asked for as it is, a stream that tells when it is full. */
function serve(session: Session, slot: Slot, socket: Socket, ground: Ground & Pick<SftpGround, 'heard'>): void {
  let served = false
  session.on('subsystem', (accept, reject, { name }) => {
    if (served || name !== 'sftp') return reject()
    served = true
    void serveSftp(accept(), slot, socket, ground)
  })
}
