import type { Socket } from 'node:net'
import { Readable } from 'node:stream'
import { TLSSocket } from 'node:tls'
import { type Clock, type Logger, plainAddress, type Timer } from '#kernel'
import type { Entrance } from '../entrance.ts'
import { openSlot, type Slot, type SlotServices } from '../slot.ts'
import { readLines } from './control-lines.ts'
import { type DataConnection, openData, underTls } from './data-connection.ts'
import { fetchImage, putLog, sendContent } from './ftp-files.ts'
import type { FtpSettings } from './ftp-settings.ts'

export interface FtpGround {
  readonly services: SlotServices
  readonly clock: Clock
  readonly logger: Logger
  readonly entrance: Entrance
  readonly settings: FtpSettings
}

/** A station that says nothing for so long, and moves no file, is disconnected. */
const SILENCE_MS = 120_000
const SIGN_IN_MS = 30_000
/** Commands said before the one under way has been answered. */
const MOST_WAITING = 16

type Command = (argument: string) => void | Promise<void>

/** One control connection (RFC 959): signs in with what opens one slot, and fetches or brings the file of that. */
export class FtpSession {
  readonly #ground: FtpGround
  readonly #waiting: string[] = []
  #socket: Socket
  #lines: { readonly stop: () => void } | undefined
  #secure: boolean
  #secureData = false
  #user: string | undefined
  #slot: Slot | undefined
  #data: DataConnection | undefined
  #restart = 0
  #busy = false
  #isMovingFile = false
  /** The peer wants nothing more of the file that is under way. */
  #aborted = false
  #saidGoodbye = false
  #timer: Timer | undefined

  constructor(socket: Socket, ground: FtpGround) {
    this.#ground = ground
    this.#socket = socket
    this.#secure = socket instanceof TLSSocket
    this.#attach(socket)
    this.#patience(SIGN_IN_MS)
    this.#say(220, 'Ready')
  }

  #attach(socket: Socket): void {
    this.#socket = socket
    socket.on('error', () => socket.destroy())
    socket.once('close', () => {
      if (this.#socket !== socket) return
      this.#timer?.cancel()
      this.#data?.close()
      this.#waiting.length = 0
    })
    this.#lines = readLines(socket, (line) => this.#hear(line))
  }

  #hear(line: string) {
    // RFC 959: may come while a file is on its way, behind bytes of Telnet.
    if (/^[^\x20-\x7e]*ABOR\s*$/i.test(line)) {
      this.#data?.close()
      this.#data = undefined
      if (this.#isMovingFile) this.#aborted = true
      else this.#say(226, 'There is nothing to abort')
      return
    }
    if (/^QUIT\b/i.test(line)) this.#saidGoodbye = true
    if (this.#waiting.length >= MOST_WAITING) return void this.#socket.destroy()
    this.#waiting.push(line)
    if (!this.#busy) void this.#work()
  }

  async #work(): Promise<void> {
    this.#busy = true
    this.#timer?.cancel()
    try {
      for (let line = this.#waiting.shift(); line !== undefined; line = this.#waiting.shift())
        await this.#carryOut(line)
    } catch (error) {
      this.#ground.logger.error('An FTP session has failed', { error })
      this.#socket.destroy()
    } finally {
      this.#busy = false
      if (!this.#socket.destroyed) this.#patience(this.#slot === undefined ? SIGN_IN_MS : SILENCE_MS)
    }
  }

  async #carryOut(line: string): Promise<void> {
    const [, word = '', argument = ''] = /^([A-Za-z]{3,4})(?: (.*))?$/.exec(line) ?? []
    const name = word.toUpperCase()
    const open = this.#open[name]
    if (open !== undefined) return open(argument)
    const inside = this.#inside[name]
    if (inside === undefined) return this.#say(502, 'That is not done here')
    if (this.#slot === undefined) return this.#say(530, 'Sign in first')
    await inside(argument)
  }

  /** What may be said before signing in. */
  readonly #open: Readonly<Record<string, Command>> = {
    USER: (user) => {
      if (this.#slot !== undefined) return this.#say(503, 'Somebody is signed in')
      this.#user = user
      this.#say(331, 'And the password')
    },
    PASS: (password) => this.#signIn(password),
    AUTH: (kind) => this.#startTls(kind),
    PBSZ: () => (this.#secure ? this.#say(200, 'PBSZ=0') : this.#say(503, 'Only under TLS')),
    PROT: (level) => {
      if (!this.#secure) return this.#say(503, 'Only under TLS')
      if (level !== 'P' && level !== 'C') return this.#say(536, 'Only P or C')
      this.#secureData = level === 'P'
      this.#say(200, `PROT=${level}`)
    },
    FEAT: () => {
      const tls = this.#ground.settings.tls === undefined ? '' : ' AUTH TLS\r\n PBSZ\r\n PROT\r\n'
      this.#socket.write(`211-Features\r\n${tls} EPSV\r\n PASV\r\n REST STREAM\r\n SIZE\r\n UTF8\r\n211 End\r\n`)
    },
    SYST: () => this.#say(215, 'UNIX Type: L8'),
    NOOP: () => this.#say(200, 'Yes'),
    OPTS: (what) => (/^utf8 on$/i.test(what) ? this.#say(200, 'Yes') : this.#say(501, 'No such option')),
    QUIT: () => {
      this.#say(221, 'Goodbye')
      this.#socket.end()
    },
  }

  readonly #inside: Readonly<Record<string, Command>> = {
    TYPE: (type) => (/^[IAL]( .*)?$/i.test(type) ? this.#say(200, 'As it is') : this.#say(504, 'Only I')),
    MODE: (mode) => (/^S$/i.test(mode) ? this.#say(200, 'Stream') : this.#say(504, 'Only S')),
    STRU: (structure) => (/^F$/i.test(structure) ? this.#say(200, 'File') : this.#say(504, 'Only F')),
    PWD: () => this.#say(257, '"/"'),
    XPWD: () => this.#say(257, '"/"'),
    CWD: (folder) => this.#change(folder),
    CDUP: () => this.#say(250, 'There is only one folder'),
    ALLO: () => this.#say(202, 'Not needed'),
    PORT: () => this.#say(502, 'Only passive: this connects to nobody'),
    EPRT: () => this.#say(502, 'Only passive: this connects to nobody'),
    PASV: () => this.#passive(),
    EPSV: (protocol) =>
      /^(|1|2|all)$/i.test(protocol) ? this.#extendedPassive(protocol) : this.#say(522, 'Use (1,2)'),
    REST: (offset) => {
      if (!/^\d{1,15}$/.test(offset)) return this.#say(501, 'From which byte?')
      this.#restart = Number(offset)
      this.#say(350, `From byte ${this.#restart}`)
    },
    SIZE: (path) => {
      const slot = this.#slot
      if (slot?.kind !== 'image' || !names(path, slot.fileName)) return this.#say(550, 'There is no such file')
      this.#say(213, String(slot.sizeBytes))
    },
    LIST: () => this.#list((name, size) => `-r--r--r-- 1 0 0 ${size} Jan 1 00:00 ${name}\r\n`),
    NLST: () => this.#list((name) => `${name}\r\n`),
    RETR: (path) => this.#retrieve(path),
    STOR: (path) => this.#store(path),
    STOU: () => this.#store(''),
  }

  async #signIn(password: string): Promise<void> {
    const user = this.#user
    if (user === undefined || this.#slot !== undefined) return this.#say(503, 'First the user')
    const address = this.#socket.remoteAddress ?? ''
    const { entrance, services } = this.#ground
    const slot = entrance.mayTry(address) ? await openSlot(services, { user, password }) : undefined
    if (slot === undefined) {
      entrance.wrong(address)
      this.#say(530, 'That opens nothing')
      return void this.#socket.end()
    }
    this.#slot = slot
    this.#say(230, 'Come in')
  }

  /** RFC 4217 §4. */
  #startTls(kind: string) {
    const { tls } = this.#ground.settings
    if (tls === undefined || !/^TLS(-C)?$/i.test(kind)) return this.#say(504, 'Not offered')
    if (this.#secure) return this.#say(503, 'It is TLS already')
    const plain = this.#socket
    this.#lines?.stop()
    this.#waiting.length = 0
    this.#say(234, 'Go on under TLS')
    this.#secure = true
    this.#user = undefined
    this.#attach(underTls(plain, tls))
  }

  #change(folder: string): void {
    if (/^[./]*$/.test(folder)) this.#say(250, 'There is only one folder')
    else this.#say(550, 'There is no such folder')
  }

  async #passive(): Promise<void> {
    const { dataAddress } = this.#ground.settings
    const address = dataAddress ?? plainAddress(this.#socket.localAddress ?? '')
    if (!/^\d+\.\d+\.\d+\.\d+$/.test(address)) return this.#say(522, 'Over IPv6 use EPSV')
    const port = await this.#openData()
    if (port === undefined) return this.#say(425, 'No port is free')
    this.#say(227, `Passive (${address.replaceAll('.', ',')},${port >> 8},${port & 255})`)
  }

  async #extendedPassive(protocol: string): Promise<void> {
    if (/^all$/i.test(protocol)) return this.#say(200, 'Yes')
    const port = await this.#openData()
    if (port === undefined) return this.#say(425, 'No port is free')
    this.#say(229, `Passive (|||${port}|)`)
  }

  async #openData(): Promise<number | undefined> {
    this.#data?.close()
    this.#data = undefined
    const { settings, clock } = this.#ground
    const peer = {
      localAddress: this.#socket.localAddress ?? settings.host,
      remoteAddress: plainAddress(this.#socket.remoteAddress ?? ''),
      secure: this.#secureData,
    }
    const data = await openData(settings, peer, clock).catch(() => undefined)
    if (this.#socket.destroyed) data?.close()
    else this.#data = data
    return data?.port
  }

  async #list(line: (name: string, size: number) => string): Promise<void> {
    const slot = this.#slot
    const text = slot?.kind === 'image' ? line(slot.fileName, slot.sizeBytes) : ''
    await this.#overData((socket) => sendContent(Readable.from([Buffer.from(text)]), socket, this.#ground))
  }

  async #retrieve(path: string): Promise<void> {
    const slot = this.#slot
    const first = this.#restart
    this.#restart = 0
    if (slot?.kind !== 'image' || !names(path, slot.fileName)) return this.#say(550, 'There is no such file')
    await this.#overData((socket) => fetchImage(slot, first, socket, this.#ground))
  }

  async #store(path: string): Promise<void> {
    const slot = this.#slot
    const first = this.#restart
    this.#restart = 0
    if (slot?.kind !== 'log') return this.#say(553, 'Nothing is to be put here')
    if (first > 0) return this.#say(554, 'Only from the beginning')
    const isWaiting = () => !this.#aborted && (this.#saidGoodbye || this.#isThere())
    await this.#overData((socket) => putLog(slot, path, socket, { ...this.#ground, isWaiting }))
  }

  async #overData(work: (socket: Socket) => Promise<readonly [code: number, text: string]>): Promise<void> {
    const data = this.#data
    if (data === undefined) return this.#say(425, 'First PASV or EPSV')
    this.#isMovingFile = true
    this.#aborted = false
    const done = await this.#ground.entrance.transfer(async (): Promise<readonly [code: number, text: string]> => {
      this.#say(150, 'Go on')
      const socket = await data.socket().catch(() => undefined)
      return socket === undefined ? [425, 'Nobody came for the data'] : work(socket)
    })
    data.close()
    if (this.#data === data) this.#data = undefined
    this.#isMovingFile = false
    if (this.#aborted) {
      // RFC 959, ABOR: first what became of the file, then that it was aborted.
      this.#say(426, 'It was aborted')
      return this.#say(226, 'It is over')
    }
    this.#say(...(done?.result ?? ([450, 'Too many files are on their way: come back later'] as const)))
  }

  /** The peer has not hung up. */
  #isThere(): boolean {
    return !this.#socket.destroyed && !this.#socket.readableEnded
  }

  #patience(ms: number): void {
    this.#timer?.cancel()
    this.#timer = this.#ground.clock.after(ms, () => {
      this.#say(421, 'Nothing was said for too long')
      this.#socket.destroy()
    })
  }

  #say(code: number, text: string): void {
    if (this.#socket.writable) this.#socket.write(`${code} ${text}\r\n`)
  }
}

/** True for the name of the one file there is, wherever the peer believes it to lie. */
function names(path: string, fileName: string): boolean {
  return path.replace(/^[./]*\//, '') === fileName
}
