import { constants, sign } from 'node:crypto'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { memoryBus } from '#bus'
import type { Command, CommandMove } from '#domain/commands'
import { createTickets } from '#domain/files'
import { liveSubject } from '#domain/live'
import { everyParty, ManualClock, newId, silentLogger } from '#kernel'
import { TestAuthority } from '#test/certificates'
import { testDatabase } from '#test/database'
import { testFiling } from '#test/filing'
import { createFirmware, type NewFirmwareImage } from './index.ts'

const database = await testDatabase()
const clock = new ManualClock('2026-03-01T12:00:00Z')
const bus = memoryBus({ logger: silentLogger })
const filing = await testFiling({ database, bus, clock })
const { firmware, files } = filing
afterAll(async () => {
  await filing.close()
  await database.close()
})

let stations = 0
const made = { partyId: 'default', vendor: 'Acme', version: '2.0' }
const elsewhere = { location: 'https://acme.example/2.bin' }

beforeAll(async () => {
  await database.query('', "INSERT INTO party (id, name) VALUES ('other', 'Another operator')", [])
})

async function* pieces(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text)
}

test('of two that send an image to two nodes at once one alone is in its place', async () => {
  const { id } = await firmware.images.create(made)
  const other = createFirmware(filing.options)
  const late = (async function* () {
    yield Buffer.from('the second, longer')
    await other.images.putContent(everyParty, id, pieces('first'))
  })()
  await expect(firmware.images.putContent(everyParty, id, late)).rejects.toMatchObject({ code: 'conflict' })
  expect(await firmware.images.get(everyParty, id)).toMatchObject({ sizeBytes: 5 })
  expect(await text(await files.read('firmware', id))).toBe('first')
})

async function newStation(firmwareVersion = '1.0'): Promise<string> {
  stations += 1
  const id = `CS-${stations}`
  const text = "INSERT INTO station (id, party_id, vendor, firmware_version) VALUES ($1, 'default', 'Acme', $2)"
  await database.query('', text, [id, firmwareVersion])
  return id
}

function commandFor(stationId: string, imageId: string): Command<'update-firmware'> {
  clock.advance(1)
  const at = new Date(clock.nowMs())
  return {
    ...{ id: newId(clock.nowMs()), stationId, partyId: 'default', kind: 'update-firmware', request: { imageId } },
    ...{ state: 'queued', warnings: [], requestedBy: 'me', createdAt: at, expiresAt: at },
  }
}

const ANSWERED: CommandMove = { state: 'answered', result: { status: 'Accepted' } }

/** An update that its station has taken. */
async function takenUpdate(stationId: string, requestId = 1) {
  const { id } = await firmware.images.create({ ...made, ...elsewhere })
  const command = commandFor(stationId, id)
  await firmware.prepareUpdate({ command, requestId, signed: false })
  await firmware.settle(command, ANSWERED)
  return command
}

async function newest(stationId: string) {
  const { items } = await firmware.list(everyParty, { stationId }, { limit: 1 })
  return items[0]
}

describe('an image', () => {
  test('is offered once its content is here, and its digests are those of the file', async () => {
    const { id } = await firmware.images.create(made)
    const command = commandFor(await newStation(), id)
    const about = { command, requestId: 1, signed: false }
    await expect(firmware.prepareUpdate(about)).rejects.toMatchObject({ code: 'conflict' })
    const image = await firmware.images.putContent(everyParty, id, pieces('content'))
    expect(image).toMatchObject({ sizeBytes: 7, md5: '9a0364b9e99bb480dd25e1f0284c8555', fileName: 'firmware-2.0.bin' })
    const order = await firmware.prepareUpdate(about)
    const ticket = 'ticket' in order.image ? order.image.ticket : ''
    expect(await firmware.download(ticket)).toEqual({ imageId: id, fileName: 'firmware-2.0.bin', sizeBytes: 7 })
    await expect(firmware.images.putContent(everyParty, id, pieces('other'))).rejects.toMatchObject({
      code: 'conflict',
    })
  })

  test('whose file is not the one that was meant is not kept', async () => {
    const { id } = await firmware.images.create({ ...made, md5: '0'.repeat(32) })
    await expect(firmware.images.putContent(everyParty, id, pieces('x'))).rejects.toMatchObject({ code: 'invalid' })
    await expect(files.read('firmware', id)).rejects.toMatchObject({ code: 'not-found' })
    await expect(firmware.images.putContent(everyParty, id, pieces('x'.repeat(1_000_001)))).rejects.toMatchObject({
      code: 'too-large',
    })
  })

  test('is taken in once when it is sent twice at the same time', async () => {
    const { id } = await firmware.images.create(made)
    const ends = await Promise.allSettled([
      firmware.images.putContent(everyParty, id, pieces('one')),
      firmware.images.putContent(everyParty, id, pieces('two')),
    ])
    expect(ends.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  })

  test('is of its party, and gone with its file once removed', async () => {
    const { id } = await firmware.images.create(made)
    await firmware.images.putContent(everyParty, id, pieces('x'))
    const scope = { partyIds: ['other'] }
    await expect(firmware.images.get(scope, id)).rejects.toMatchObject({ code: 'not-found' })
    await expect(firmware.images.putContent(scope, id, pieces('x'))).rejects.toMatchObject({ code: 'not-found' })
    await expect(firmware.images.remove(scope, id)).rejects.toMatchObject({ code: 'not-found' })
    expect((await firmware.images.list(scope, {}, { limit: 9 })).items).toEqual([])
    await firmware.images.remove(everyParty, id)
    await expect(files.read('firmware', id)).rejects.toMatchObject({ code: 'not-found' })
  })

  test.each<Partial<NewFirmwareImage>>([
    { vendor: ' ' },
    { version: 'a\nb' },
    { fileName: '../../x' },
    { location: 'gopher://x' },
    { location: `https://x/${'y'.repeat(512)}` },
    { md5: 'abc' },
    { sha256: 'g'.repeat(64) },
    { signature: 'AAAA' },
    { signingCertificate: 'no pem' },
    { signature: '§', signingCertificate: 'no pem' },
    { partyId: 'nobody' },
  ])('%j is invalid', async (change) => {
    await expect(firmware.images.create({ ...made, ...change })).rejects.toMatchObject({ code: 'invalid' })
  })

  test('2.x L01.FR.11 a signature comes with one certificate', async () => {
    const { cert } = await (await TestAuthority.create()).issue({ commonName: 'Signer' })
    const signed = { ...made, signature: 'AAAA', signingCertificate: cert }
    expect(await firmware.images.create(signed)).toMatchObject({ signingCertificate: cert })
    const chain = { ...signed, signingCertificate: `${cert}\n${cert}` }
    await expect(firmware.images.create(chain)).rejects.toMatchObject({ code: 'invalid' })
  })
})

describe('1.6-sec A00.FR.706 a firmware with a signature', () => {
  const bytes = Buffer.from('a firmware')
  const [notBefore, notAfter] = [new Date('2026-01-01'), new Date('2027-01-01')]
  const pss = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 }

  async function signedBy(authority: TestAuthority, keyKind: 'rsa' | 'ecdsa', options: object = {}) {
    const { cert, key } = await authority.issue({ commonName: 'Signer', keyKind, notBefore, notAfter })
    return { signature: sign('sha256', bytes, { key, ...options }).toString('base64'), signingCertificate: cert }
  }
  const takenIn = async (trust: object, service = firmware) => {
    const { id } = await service.images.create({ ...made, ...trust })
    return await service.images.putContent(everyParty, id, pieces('a firmware'))
  }

  test.each([
    ['RSA-PSS', 'rsa', pss],
    ['RSA with the older padding', 'rsa', {}],
    ['ECDSA', 'ecdsa', {}],
  ] as const)('by %s is taken when it is of this file', async (_, keyKind, options) => {
    const trust = await signedBy(await TestAuthority.create(), keyKind, options)
    expect(await takenIn(trust)).toMatchObject({ sizeBytes: bytes.length })
    const other = { ...trust, signature: Buffer.alloc(256, 1).toString('base64') }
    await expect(takenIn(other)).rejects.toMatchObject({ code: 'invalid', details: { field: 'signature' } })
  })

  test('is taken of the authorities that sign firmware here, and of no other', async () => {
    const [maker, stranger] = [await TestAuthority.create('Maker'), await TestAuthority.create('Stranger')]
    const { imageLimitBytes } = { imageLimitBytes: 1_000_000 }
    const choosy = createFirmware({
      ...{ database, bus, clock, files, tickets: createTickets(new Uint8Array(32).fill(9)) },
      settings: { imageLimitBytes, signingAuthorities: [maker.cert] },
    })
    expect(await takenIn(await signedBy(maker, 'rsa', pss), choosy)).toMatchObject({ sizeBytes: bytes.length })
    await expect(takenIn(await signedBy(stranger, 'rsa', pss), choosy)).rejects.toMatchObject({ code: 'invalid' })
  })
})

describe('an update', () => {
  test('is one, however often its command is sent; the last number counts', async () => {
    const stationId = await newStation()
    const { id } = await firmware.images.create({ ...made, ...elsewhere })
    const command = commandFor(stationId, id)
    for (const requestId of [7, 8]) await firmware.prepareUpdate({ command, requestId, signed: false })
    const { items } = await firmware.list(everyParty, { stationId }, { limit: 9 })
    expect(items).toMatchObject([{ requestId: 8, status: 'requested', formerVersion: '1.0' }])
  })

  test('1.6 §4.5 without a number the newest that reached the station is meant', async () => {
    const stationId = await newStation()
    const older = await takenUpdate(stationId, 1)
    const newer = commandFor(stationId, (await firmware.images.create({ ...made, ...elsewhere })).id)
    await firmware.prepareUpdate({ command: newer, requestId: 2, signed: false })
    await firmware.settle(newer, { state: 'refused', result: {} })
    await firmware.report({ stationId, status: 'downloading', at: new Date(clock.nowMs()) })
    const { items } = await firmware.list(everyParty, { stationId }, { limit: 9 })
    expect(items).toMatchObject([
      { commandId: newer.id, status: 'refused', outcome: 'failed' },
      { commandId: older.id, status: 'downloading', outcome: 'running' },
    ])
  })

  test('reports from elsewhere change nothing', async () => {
    const stationId = await newStation()
    await takenUpdate(stationId)
    const at = new Date(clock.nowMs())
    await firmware.report({ stationId, status: 'installed', requestId: 99, at })
    await firmware.report({ stationId: 'nobody', status: 'installed', at })
    expect(await newest(stationId)).toMatchObject({ status: 'accepted', outcome: 'running' })
  })

  test('that was not heard of to its end is given up once its image can be fetched no more', async () => {
    const stationId = await newStation()
    await takenUpdate(stationId)
    await firmware.report({ stationId, status: 'downloading', at: new Date(clock.nowMs()) })
    clock.advance(14 * 86_400_000)
    await firmware.sweep()
    expect(await newest(stationId)).toMatchObject({ status: 'downloading', outcome: 'failed' })
    await firmware.report({ stationId, status: 'installed', at: new Date(clock.nowMs()) })
    expect(await newest(stationId)).toMatchObject({ status: 'installed', outcome: 'installed' })
  })

  test('L01.FR.28 ends when the station boots into the version, even if it says no more', async () => {
    const stationId = await newStation()
    await takenUpdate(stationId)
    const told: unknown[] = []
    const subscription = bus.subscribe(liveSubject('default', stationId, 'firmware-update'), (event) =>
      told.push(event),
    )
    await firmware.sweep()
    expect(await newest(stationId)).toMatchObject({ outcome: 'running' })
    clock.advance(60_000)
    const bootedAt = new Date(clock.nowMs())
    const boot = "UPDATE station SET firmware_version = '2.0', booted_at = $2 WHERE id = $1"
    await database.query('', boot, [stationId, bootedAt])
    await firmware.sweep()
    subscription.stop()
    expect(await newest(stationId)).toMatchObject({ status: 'installed', finishedAt: bootedAt, stationVersion: '2.0' })
    expect(told).toMatchObject([{ kind: 'firmware-update', status: 'installed', outcome: 'installed' }])
  })

  test('to the version a station has already does not end with a mere boot', async () => {
    const stationId = await newStation('2.0')
    await takenUpdate(stationId)
    clock.advance(1_000)
    await database.query('', 'UPDATE station SET booted_at = $2 WHERE id = $1', [stationId, new Date(clock.nowMs())])
    await firmware.sweep()
    expect(await newest(stationId)).toMatchObject({ outcome: 'running' })
  })

  test('remembers a bounded number of steps', async () => {
    const stationId = await newStation()
    await takenUpdate(stationId)
    for (let time = 0; time < 40; time += 1) {
      for (const status of ['downloading', 'download-paused'] as const) {
        await firmware.report({ stationId, status, at: new Date(clock.nowMs()) })
      }
    }
    expect((await newest(stationId))?.steps).toHaveLength(50)
  })

  test('of many reports at once none is lost', async () => {
    const stationId = await newStation()
    await takenUpdate(stationId)
    const statuses = ['downloading', 'downloaded', 'installing', 'installed', 'installed', 'downloading'] as const
    await Promise.all(statuses.map((status) => firmware.report({ stationId, status, at: new Date(clock.nowMs()) })))
    expect(await newest(stationId)).toMatchObject({ status: 'installed' })
  })
})
