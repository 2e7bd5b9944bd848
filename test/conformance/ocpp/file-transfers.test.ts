import { Readable } from 'node:stream'
import { Client } from 'basic-ftp'
import { afterAll, describe, expect, test } from 'vitest'
import type { StationLog } from '#domain/diagnostics'
import type { OcppVersion } from '#ocpp/rpc'
import { testPlatform } from '#test/platform'
import { bootedStation } from '../booted-station.ts'
import { newestUpdate, offerImage } from '../maintained.ts'
import { type List, Operator, type Wire } from '../operator.ts'
import { openScene } from '../scene.ts'
import { field, type Simulated, simulated, VERSIONS } from '../simulated.ts'

const doors = { sftp: true, sftpPort: 0, ftp: true, ftpPort: 0, ftps: true, ftpsPort: 0 }
const { platform, operator } = await openScene({ settings: { files: doors } })
let count = 0
const running: Simulated[] = []
afterAll(() => {
  for (const { station } of running) station.stop()
})

/** A station that has told how files come and go with it. */
async function told(version: OcppVersion, fileTransfers: string): Promise<Simulated & { readonly id: string }> {
  count += 1
  const id = `TRANSFER-${count}`
  const one = simulated({ id, version, url: platform.ocppUrl, upkeep: { fileTransfers, installMs: 0 } })
  running.push(one)
  await one.boot()
  const variables =
    version === 'ocpp1.6' ? {} : { variables: [{ component: 'OCPPCommCtrlr', name: 'FileTransferProtocols' }] }
  await operator.carryOut(id, 'get-variables', variables)
  return { ...one, id }
}

async function newestLog(stationId: string): Promise<Wire<StationLog>> {
  const [log] = (await operator.get<List<Wire<StationLog>>>(`/station-logs?stationId=${stationId}`)).items
  if (log === undefined) throw new Error(`${stationId} was asked for no log`)
  return log
}

async function target({ journal }: Simulated, version: OcppVersion): Promise<string> {
  const { request } = await journal.served(version === 'ocpp1.6' ? 'GetDiagnostics' : 'GetLog')
  return String(field(request, 'location') ?? field(request, 'log', 'remoteLocation'))
}

async function heardLog({ journal }: Simulated, version: OcppVersion, last: string): Promise<void> {
  const action = version === 'ocpp1.6' ? 'DiagnosticsStatusNotification' : 'LogStatusNotification'
  while (field((await journal.exchange(action)).request, 'status') !== last) {}
}

describe.each(VERSIONS)('%s', (version) => {
  test.each([
    ['FTP', /^ftp:\/\//],
    ['FTP,FTPS', /^ftps:\/\//],
    ['FTP,SFTP', /^sftp:\/\//],
    ['FTP,FTPS,HTTP,HTTPS,SFTP', /^http:\/\//],
  ])('1.6 §4.4 · N01.FR.02 a station that can %s brings its log so', async (fileTransfers, address) => {
    const subject = await told(version, fileTransfers)
    await operator.carryOut(subject.id, 'get-log', { log: 'diagnostics' })
    expect(await target(subject, version)).toMatch(address)
    await heardLog(subject, version, 'Uploaded')
    const log = await newestLog(subject.id)
    expect(log).toMatchObject({ outcome: 'uploaded', elsewhere: false })
    const content = await operator.ask('GET', `/station-logs/${log.id}/content`)
    expect(await content.text()).toContain('BootNotification')
  })

  test('whoever asks may say how', async () => {
    const subject = await told(version, 'HTTP')
    await operator.carryOut(subject.id, 'get-log', { log: 'diagnostics', transfer: 'sftp' })
    expect(await target(subject, version)).toMatch(/^sftp:/)
    await heardLog(subject, version, 'Uploaded')
  })

  test('A-15 the password in an address stands in no record', async () => {
    const subject = await told(version, 'SFTP')
    await operator.carryOut(subject.id, 'get-log', { log: 'diagnostics' })
    const [, password = ''] = /:([^:@]+)@/.exec(await target(subject, version)) ?? []
    expect(password).toMatch(/^[\w-]{43}$/)
    await heardLog(subject, version, 'Uploaded')
    const messages = await operator.ask('GET', `/stations/${subject.id}/messages?limit=200`)
    const text = await messages.text()
    expect(text).toContain('sftp://')
    expect(text).not.toContain(password)
  })

  test.each([
    ['FTP', /^ftp:/],
    ['FTPS', /^ftps:/],
    ['SFTP', /^sftp:/],
  ])('1.6 §4.5 · L01.FR.01 a station that can %s fetches firmware so', async (fileTransfers, address) => {
    const subject = await told(version, fileTransfers)
    const { image } = await offerImage(platform, operator, `5.0.${count}`)
    const retrieveAt = new Date(subject.clock.nowMs()).toISOString()
    await operator.carryOut(subject.id, 'update-firmware', { imageId: image.id, retrieveAt, retries: 0 })
    const { request } = await subject.journal.served('UpdateFirmware')
    expect(String(field(request, 'location') ?? field(request, 'firmware', 'location'))).toMatch(address)
    while (field((await subject.journal.exchange('FirmwareStatusNotification')).request, 'status') !== 'Downloaded') {}
    await expect
      .poll(async () => (await newestUpdate(operator, subject.id)).steps.map(({ status }) => status))
      .toContain('downloaded')
  })
})

test.each(['ocpp2.0.1', 'ocpp2.1'] as const)(
  'N01.FR.10 %s a log whose upload failed by the word of its station may not be whole, and may come once more',
  async (version) => {
    count += 1
    const id = `DOUBT-${count}`
    const station = await bootedStation(platform, id, version)
    const carried = operator.carryOut(id, 'get-log', { log: 'diagnostics', transfer: 'ftp' })
    const { id: messageId, payload } = await station.asked()
    station.send([3, messageId, { status: 'Accepted', filename: 'a.log' }])
    await carried
    const { hostname, port, username, password } = new URL(String(field(payload, 'log', 'remoteLocation')))
    const requestId = field(payload, 'requestId')
    const bring = async (content: string) => {
      const client = new Client()
      try {
        await client.access({ host: hostname, port: Number(port), user: username, password })
        await client.uploadFrom(Readable.from([Buffer.from(content)]), 'a.log')
      } finally {
        client.close()
      }
    }
    const say = (status: string) => station.call('LogStatusNotification', { status, requestId })
    await say('Uploading')
    await bring('half of')
    expect((await newestLog(id)).file).toMatchObject({ sizeBytes: 7 })
    await say('UploadFailure')
    expect(await newestLog(id)).toMatchObject({ outcome: 'failed', file: { sizeBytes: 7, doubt: 'upload-failed' } })
    await say('Uploading')
    await bring('half of it and the rest')
    await say('Uploaded')
    const log = await newestLog(id)
    expect(log).toMatchObject({ outcome: 'uploaded', file: { sizeBytes: 23 } })
    expect(log.file?.doubt).toBeUndefined()
    await expect(bring('something else')).rejects.toMatchObject({ code: 530 })
    station.connection.terminate()
  },
)

test('a way that is not switched on is not offered, and refused when it is wanted', async () => {
  const plain = await testPlatform()
  const other = new Operator(plain, plain.ownerKey)
  const one = simulated({ id: 'PLAIN', version: 'ocpp1.6', url: plain.ocppUrl, upkeep: { fileTransfers: 'FTP,SFTP' } })
  try {
    await one.boot()
    await other.carryOut('PLAIN', 'get-variables', {})
    await other.carryOut('PLAIN', 'get-log', { log: 'diagnostics' })
    expect(await target(one, 'ocpp1.6')).toMatch(/^http:/)
    const refused = await other.carryOut('PLAIN', 'get-log', { log: 'diagnostics', transfer: 'ftp' })
    expect(refused).toMatchObject({ state: 'refused', result: { error: { code: 'unsupported' } } })
  } finally {
    one.station.stop()
    await plain.stop()
  }
})
