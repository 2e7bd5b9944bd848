import { createHash } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import { download } from './transfer.ts'

/** The words of 2.0.1 §3.65. */
export type PublishWord =
  | 'Downloading'
  | 'Downloaded'
  | 'DownloadFailed'
  | 'ChecksumVerified'
  | 'InvalidChecksum'
  | 'Published'
  | 'PublishFailed'

/** Keeps firmware for the stations behind it, and hands it out over HTTP (2.0.1 L03, L04). */
export class LocalController {
  readonly #published = new Map<string, Buffer>()
  readonly #arriving = new Set<string>()
  #server: Server | undefined

  /** Fetches, checks and publishes, saying each step; the addresses go with the last. */
  async publish(
    { location, checksum }: { readonly location: string; readonly checksum: string },
    say: (word: PublishWord, locations?: readonly string[]) => void,
  ): Promise<void> {
    const key = checksum.toLowerCase()
    this.#arriving.add(key)
    say('Downloading')
    const file = await download(location, new AbortController().signal)
    this.#arriving.delete(key)
    if (file === undefined) return say('DownloadFailed')
    say('Downloaded')
    if (createHash('md5').update(file).digest('hex') !== key) return say('InvalidChecksum')
    say('ChecksumVerified')
    this.#published.set(key, file)
    say('Published', [`${await this.#listen()}/${key}`])
  }

  unpublish(checksum: string): 'DownloadOngoing' | 'NoFirmware' | 'Unpublished' {
    const key = checksum.toLowerCase()
    if (this.#arriving.has(key)) return 'DownloadOngoing'
    return this.#published.delete(key) ? 'Unpublished' : 'NoFirmware'
  }

  stop(): void {
    this.#server?.close()
    this.#server?.closeAllConnections()
    this.#server = undefined
  }

  async #listen(): Promise<string> {
    this.#server ??= createServer((request, response) => {
      const file = this.#published.get(request.url?.slice(1) ?? '')
      response.writeHead(file === undefined ? 404 : 200).end(file)
    })
    const server = this.#server
    if (!server.listening) {
      await new Promise<void>((resolve) => server.listen({ host: '127.0.0.1', port: 0 }, resolve))
    }
    const address = server.address()
    if (address === null || typeof address === 'string') throw new TypeError('the controller has no TCP address')
    return `http://127.0.0.1:${address.port}`
  }
}
