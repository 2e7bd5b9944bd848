import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { memoryBus } from '#bus'
import type { Command } from '#domain/commands'
import type { StationLog } from '#domain/diagnostics'
import { type Clock, ManualClock, newId, silentLogger } from '#kernel'
import { testDatabase } from '#test/database'
import { testFiling } from '#test/filing'
import { type FtpDoor, openFtpDoor, openHostKeys, openSftpDoor, type SftpDoor } from '#transfer'
import { TestAuthority } from './certificates.ts'

/** What stands in an address in place of a ticket. */
export interface Opening {
  readonly user: string
  readonly password: string
}

export interface TransferStand {
  readonly sftp: SftpDoor
  readonly ftp: FtpDoor
  readonly clock: ManualClock
  readonly image: Opening & { readonly fileName: string; readonly content: Buffer }
  /** A log a station was asked for, that it may bring. */
  expectLog(): Promise<Opening>
  /** The newest log, and what is kept of it. */
  newest(): Promise<StationLog>
  contentOf(log: StationLog): Promise<AsyncIterable<Uint8Array>>
  close(): Promise<void>
}

export const LOG_LIMIT_BYTES = 100_000

/** SFTP and FTP on ports of their own over a real database, with one firmware image to be fetched. */
export async function transferStand(transfersAtOnce = 8): Promise<TransferStand> {
  const clock = new ManualClock('2026-03-01T12:00:00Z')
  const database = await testDatabase()
  const filing = await testFiling({ database, bus: memoryBus({ clock, logger: silentLogger }), clock })
  const folder = await mkdtemp(join(tmpdir(), 'chargewright-keys-'))
  await database.query('', "INSERT INTO station (id, party_id) VALUES ('CS-1', 'default')", [])
  const shared = { services: filing, clock, logger: silentLogger }
  const host = '127.0.0.1'
  const { keys: hostKeys } = await openHostKeys(folder)
  const sftp = await openSftpDoor({ ...shared, settings: { host, port: 0, hostKeys, transfersAtOnce } })
  const authority = await TestAuthority.create('Files')
  const tls = await authority.issue({ commonName: 'localhost' })
  const ftp = await openFtpDoor({ ...shared, settings: { host, port: 0, tlsPort: 0, tls, transfersAtOnce } })
  const content = Buffer.from(Array.from({ length: 100_000 }, (_, at) => at % 251))
  const { id, fileName } = await filing.firmware.images.create({ partyId: 'default', vendor: 'Acme', version: '2' })
  await filing.firmware.images.putContent({ all: true }, id, pieces(content))
  const update = commandFor('update-firmware', { imageId: id }, clock)
  const order = await filing.firmware.prepareUpdate({ command: update, requestId: 1, signed: false })
  const image = { ...openingOf('ticket' in order.image ? order.image.ticket : ''), fileName, content }
  let count = 1
  return {
    ...{ sftp, ftp, clock, image },
    async expectLog() {
      count += 1
      // The newest is the one made last.
      clock.advance(1)
      const command = commandFor('get-log', { log: 'diagnostics' }, clock)
      const target = await filing.diagnostics.prepare({ command, requestId: count })
      return openingOf('ticket' in target ? target.ticket : '')
    },
    async newest() {
      const { items } = await filing.diagnostics.list({ all: true }, {}, { limit: 1 })
      const [log] = items
      if (log === undefined) throw new Error('No log was asked for')
      return log
    },
    contentOf: ({ id: logId }) => filing.files.read('logs', logId),
    async close() {
      await Promise.all([sftp.close(), ftp.close()])
      await filing.close()
      await database.close()
      await rm(folder, { recursive: true })
    },
  }
}

function openingOf(ticket: string): Opening {
  const [user = '', password = ''] = ticket.split('.')
  return { user, password }
}

async function* pieces(content: Buffer): AsyncGenerator<Uint8Array> {
  yield content
}

function commandFor(kind: Command['kind'], request: Command['request'], clock: Clock): Command {
  const at = new Date(clock.nowMs())
  return {
    ...{ id: newId(clock.nowMs()), stationId: 'CS-1', partyId: 'default', kind, request, state: 'queued' as const },
    ...{ warnings: [], requestedBy: 'me', createdAt: at, expiresAt: at },
  }
}
