import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { WebSocket } from 'ws'
import { silentLogger } from '#kernel'
import { Batcher, type CopyRow, CopyRowWriter, openDatabase, startBundledPostgres } from '#storage'
import { ageDatabase } from './aged-database.ts'
import { serveMessages } from './message-server.ts'

// The least that a durable server does: it parses, stores one narrow row and answers after its commit, by the platform's own group
// commit. Nothing is validated, and nobody knows what it means. What the platform adds shows beside this one.
const dir = await mkdtemp(join(tmpdir(), 'chargewright-bench-'))
await ageDatabase(dir)
const postgres = await startBundledPostgres({ dataDir: dir, logger: silentLogger })
const database = openDatabase({ url: postgres.url, poolSize: 4, logger: silentLogger })
await database.pool.query(
  `CREATE TABLE told (station_id text, at timestamptz, number bigint, said text, PRIMARY KEY (station_id, at, number))
   WITH (autovacuum_enabled = off)`,
)
const rows = new Batcher<CopyRow>({
  name: 'told',
  maxInFlight: 2,
  async flush(group) {
    await database.copy('COPY told FROM STDIN (FORMAT binary)', group)
    return group.map(() => undefined)
  },
})
const writer = new CopyRowWriter()
let count = 0

interface Told {
  readonly meterValue?: readonly [{ readonly timestamp: string; readonly sampledValue: readonly { value: unknown }[] }]
}

function onMessage(socket: WebSocket, station: string, data: Buffer): void {
  const [, id, action, payload] = JSON.parse(data.toString()) as [number, string, string, Told]
  const answer = action === 'StartTransaction' ? { transactionId: 1, idTagInfo: { status: 'Accepted' } } : {}
  const send = () => socket.send(JSON.stringify([3, id, answer]))
  const [reading] = payload.meterValue ?? []
  if (reading === undefined) {
    send()
    return
  }
  const said = JSON.stringify(reading.sampledValue.map(({ value }) => value))
  writer.begin(4, station.length + said.length)
  writer.text(station)
  writer.timestamp(Date.parse(reading.timestamp))
  writer.bigint(count++)
  writer.text(said)
  void rows.add(writer.end()).then(send)
}

serveMessages(
  (socket, station) => socket.on('message', (data: Buffer) => onMessage(socket, station, data)),
  async () => {
    await rows.close()
    await database.close()
    await postgres.stop()
    await rm(dir, { recursive: true })
  },
)
