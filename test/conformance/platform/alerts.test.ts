import { createHmac } from 'node:crypto'
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { SMTPServer } from 'smtp-server'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Alert, AlertHistory, Delivery, Recipient } from '#domain/alerts'
import { ManualClock } from '#kernel'
import type { OcppVersion } from '#ocpp/rpc'
import { Mailbox } from '#test/mailbox'
import { type TestPlatform, testPlatform } from '#test/platform'
import { bootedStation } from '../booted-station.ts'
import { type List, Operator, type Wire } from '../operator.ts'
import { car, simulated, VERSIONS } from '../simulated.ts'

/** The platform's time, so that hours pass when the test says so. */
const clock = new ManualClock(new Date().toISOString())
const hits = new Mailbox<{ headers: IncomingHttpHeaders; body: string }>()
const mails = new Mailbox<{ to: string; text: string }>()
let hooks: Server
let post: SMTPServer
let platform: TestPlatform
let operator: Operator
let count = 0

const portOf = (server: { address(): AddressInfo | string | null }) => {
  const address = server.address()
  return typeof address === 'object' && address !== null ? address.port : 0
}

beforeAll(async () => {
  hooks = createServer(async (request, response) => {
    hits.push({ headers: request.headers, body: await text(request) })
    response.writeHead(204).end()
  })
  await new Promise<void>((resolve) => hooks.listen(0, '127.0.0.1', resolve))
  post = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, session, done) {
      const to = session.envelope.rcptTo.map(({ address }) => address).join()
      void text(stream).then((whole) => {
        mails.push({ to, text: whole })
        done()
      })
    },
  })
  await new Promise<void>((resolve) => post.listen(0, '127.0.0.1', resolve))
  const smtpUrl = `smtp://127.0.0.1:${portOf(post.server)}`
  platform = await testPlatform(
    {
      ocpp: { pingIntervalS: 0 },
      alerts: { webhookPrivateNetworks: true, smtpUrl, mailFrom: 'alerts@example.org', offlineAfterS: 60 },
    },
    clock,
  )
  operator = new Operator(platform, platform.ownerKey)
  await operator.post('/tokens', { partyId: 'default', value: 'ALICE', concurrentLimit: 0 })
})
afterAll(async () => {
  await platform.stop()
  hooks.close()
  await new Promise<void>((resolve) => post.close(() => resolve()))
})

const newId = () => {
  count += 1
  return `CS-${count}`
}
const alertsOf = async (stationId: string, query = 'open=true') =>
  (await operator.get<List<Wire<Alert>>>(`/alerts?stationId=${stationId}&${query}`)).items
/** Looks as the platform does every few seconds, until the station has these open alerts. */
const untilOpen = (stationId: string, ...causes: Alert['cause'][]) =>
  expect
    .poll(async () => {
      await platform.services.alerts.sweep()
      return (await alertsOf(stationId)).map(({ cause }) => cause)
    })
    .toEqual(causes)

describe.each(VERSIONS)('%s: the operator sees', (version) => {
  test('a fault while it lasts, once, at its connector, and acknowledges it', async () => {
    const id = newId()
    const { station, boot, journal } = simulated({ id, version, url: platform.ocppUrl, hardware: 'doublePost' })
    await boot()
    station.fail('GroundFailure', 2)
    await journal.exchange('StatusNotification')
    await untilOpen(id, 'faulted')
    await platform.services.alerts.sweep()
    const [fault, ...others] = await alertsOf(id)
    expect(others).toEqual([])
    expect(fault).toMatchObject({ evseId: 2, connectorId: 1, severity: 1, times: 1 })
    const seen = await operator.post<Wire<AlertHistory>>(`/alerts/${fault?.id}/acknowledge`, { note: 'on my way' })
    expect(seen).toMatchObject({
      acknowledgedByName: 'API key test',
      history: [{ step: 'opened' }, { step: 'acknowledged', byName: 'API key test', note: 'on my way' }],
    })
    expect(await alertsOf(id, 'acknowledged=false')).toEqual([])
    station.recover(2)
    await journal.exchange('StatusNotification')
    await untilOpen(id)
    const { history, closedAt } = await operator.get<Wire<AlertHistory>>(`/alerts/${fault?.id}`)
    expect(closedAt).toBeDefined()
    expect(history.map(({ step }) => step)).toEqual(['opened', 'acknowledged', 'closed'])
    station.stop()
  })

  test('a connector that is unavailable', async () => {
    const id = newId()
    const { station, boot } = simulated({ id, version, url: platform.ocppUrl })
    await boot()
    await operator.carryOut(id, 'change-availability', { evseId: 1, available: false })
    await untilOpen(id, 'unavailable')
    await operator.carryOut(id, 'change-availability', { evseId: 1, available: true })
    await untilOpen(id)
    station.stop()
  })

  test('a station that is gone, and one that has come back', async () => {
    const id = newId()
    const station = await bootedStation(platform, id, version)
    await operator.untilConnected(id)
    station.connection.terminate()
    await operator.untilConnected(id, false)
    await platform.services.alerts.sweep()
    expect(await alertsOf(id)).toEqual([])
    clock.advance(61_000)
    await untilOpen(id, 'offline')
    await bootedStation(platform, id, version)
    await untilOpen(id)
  })

  test('a station that is connected and says nothing', async () => {
    const id = newId()
    const station = await bootedStation(platform, id, version)
    await operator.untilConnected(id)
    clock.advance(901_000)
    await untilOpen(id, 'silent')
    await station.call('Heartbeat')
    // Last contacts are written now and then.
    await expect
      .poll(async () => {
        clock.advance(60_000)
        await platform.services.alerts.sweep()
        return await alertsOf(id)
      })
      .toEqual([])
  })

  test('security events by how grave they are, and is done with them by acknowledging', async () => {
    const id = newId()
    const station = await bootedStation(platform, id, version)
    const timestamp = new Date(clock.nowMs()).toISOString()
    await station.call('SecurityEventNotification', { type: 'ResetOrReboot', timestamp })
    await station.call('SecurityEventNotification', { type: 'TamperDetectionActivated', timestamp, techInfo: 'lid' })
    await untilOpen(id, 'security')
    const [tamper] = await alertsOf(id)
    expect(tamper).toMatchObject({ subject: 'TamperDetectionActivated', severity: 2, detail: 'lid' })
    await operator.post(`/alerts/${tamper?.id}/acknowledge`, {})
    expect(await alertsOf(id)).toEqual([])
    await platform.services.alerts.sweep()
    expect(await alertsOf(id)).toEqual([])
    station.connection.close()
  })

  test('a transaction that delivers nothing and is not heard of any more', async () => {
    const id = newId()
    const { station, boot, charge } = simulated({ id, version, url: platform.ocppUrl })
    await boot()
    const reference = await charge('ALICE')
    station.goOffline()
    await operator.untilConnected(id, false)
    await expect
      .poll(async () => {
        clock.advance(3_600_000)
        await platform.services.alerts.sweep()
        return (await alertsOf(id)).map(({ cause }) => cause).sort()
      })
      .toEqual(['offline', 'transaction-without-contact', 'transaction-without-energy'])
    const { id: transactionId } = await operator.record(id, reference)
    const stuck = await alertsOf(id, 'open=true&cause=transaction-without-energy')
    expect(stuck).toMatchObject([{ subject: transactionId, detail: reference, evseId: 1 }])
    station.stop()
  })
})

describe.each(['ocpp2.0.1', 'ocpp2.1'] as const satisfies OcppVersion[])('%s: the operator sees', (version) => {
  test('a threshold that is crossed until it is crossed back', async () => {
    const id = newId()
    const one = simulated({ id, version, url: platform.ocppUrl })
    await one.boot()
    const upper = {
      component: 'EVSE',
      evseId: 1,
      name: 'Power',
      type: 'upper-threshold',
      value: 5_000,
      severity: 3,
    } as const
    await operator.carryOut(id, 'set-variable-monitoring', { monitors: [upper] })
    one.station.plugIn(car)
    await one.station.presentToken({ value: 'ALICE', type: 'ISO14443' })
    for (let second = 0; second < 60; second += 1) one.clock.advance(1_000)
    await one.journal.exchange('NotifyEvent')
    await untilOpen(id, 'monitor')
    expect(await alertsOf(id)).toMatchObject([
      { evseId: 1, severity: 3, subject: expect.stringMatching(/^EVSE\.Power \d+$/) },
    ])
    await one.station.presentToken({ value: 'ALICE', type: 'ISO14443' })
    for (let second = 0; second < 5; second += 1) one.clock.advance(1_000)
    await one.journal.exchange('NotifyEvent')
    await untilOpen(id)
    one.station.stop()
  })
})

describe('whoever should know is told', () => {
  interface Created {
    readonly recipient: Wire<Recipient>
    readonly secret?: string
  }
  const hook = () => ({ partyId: 'default', kind: 'webhook', target: `http://127.0.0.1:${portOf(hooks)}/` })

  test('by a webhook whose signature proves where it is from, and by mail', async () => {
    const created = await operator.post<Created>('/recipients', hook())
    await operator.post('/recipients', {
      partyId: 'default',
      kind: 'mail',
      target: 'ops@example.org',
      leastSeverity: 1,
    })
    const id = newId()
    const { station, boot, journal } = simulated({ id, version: 'ocpp2.0.1', url: platform.ocppUrl })
    await boot()
    station.fail('GroundFailure')
    await journal.exchange('StatusNotification')
    await untilOpen(id, 'faulted')
    await platform.services.alerts.deliver()
    const { headers, body } = await hits.next()
    const [, seconds, sum] = /^t=(\d+),v1=(\w+)$/.exec(String(headers['x-chargewright-signature'])) ?? []
    expect(sum).toBe(
      createHmac('sha256', created.secret ?? '')
        .update(`${seconds}.${body}`)
        .digest('hex'),
    )
    expect(JSON.parse(body)).toMatchObject({ event: 'alert.opened', alert: { stationId: id, cause: 'faulted' } })
    const mail = await mails.next()
    expect(mail).toMatchObject({ to: 'ops@example.org', text: expect.stringContaining(`Station: ${id}`) })
    const told = await operator.get<List<Wire<Delivery>>>(`/recipients/${created.recipient.id}/deliveries`)
    expect(told.items).toMatchObject([{ stationId: id, step: 'opened', state: 'delivered', attempts: 1 }])
    const { items } = await operator.get<List<Wire<Recipient>>>('/recipients')
    expect(JSON.stringify(items)).not.toContain(created.secret)
    for (const recipient of items) expect(await operator.status('DELETE', `/recipients/${recipient.id}`)).toBe(204)
    station.stop()
  })

  test('in the console, as it happens', async () => {
    const id = newId()
    const { station, boot, journal } = simulated({ id, version: 'ocpp1.6', url: platform.ocppUrl })
    await boot()
    const heard = new Promise<Readonly<Record<string, unknown>>>((resolve) =>
      platform.bus.subscribe(`live.default.${id}.alert`, resolve),
    )
    station.fail('GroundFailure')
    await journal.exchange('StatusNotification')
    await untilOpen(id, 'faulted')
    expect(await heard).toMatchObject({ kind: 'alert', cause: 'faulted', severity: 1, step: 'opened' })
    station.stop()
  })

  test('never at an address inside, unless that is set', async () => {
    const strict = await testPlatform()
    const owner = new Operator(strict, strict.ownerKey)
    for (const target of [
      'http://127.0.0.1/',
      'https://127.0.0.1/',
      'https://[::1]/',
      'https://169.254.169.254/',
      'nonsense',
    ]) {
      expect(await owner.status('POST', '/recipients', { kind: 'webhook', partyId: 'default', target })).toBe(400)
    }
    const named = { kind: 'webhook', partyId: 'default', target: `https://localhost:${portOf(hooks)}/` }
    const { recipient } = await owner.post<Created>('/recipients', named)
    const station = await bootedStation(strict, 'CS-X', 'ocpp1.6')
    const timestamp = new Date().toISOString()
    await station.call('SecurityEventNotification', { type: 'TamperDetectionActivated', timestamp })
    await expect
      .poll(async () => {
        await strict.services.alerts.sweep()
        await strict.services.alerts.deliver()
        return (await owner.get<List<Wire<Delivery>>>(`/recipients/${recipient.id}/deliveries`)).items
      })
      .toMatchObject([{ state: 'waiting', problem: 'its address is not public' }])
    await strict.stop()
  })

  test('only by owners, of their own party, and seen by nobody else', async () => {
    await operator.post('/parties', { id: 'north', name: 'North' })
    const key = async (role: string, partyId: string) => {
      const { secret } = await operator.post<{ secret: string }>('/keys', { name: role, role, partyId })
      return new Operator(platform, secret)
    }
    const [viewer, stranger] = [await key('operator', 'default'), await key('owner', 'north')]
    const { recipient } = await operator.post<Created>('/recipients', hook())
    expect(await viewer.status('GET', '/recipients')).toBe(403)
    expect(await viewer.status('POST', '/recipients', hook())).toBe(403)
    expect(await stranger.status('DELETE', `/recipients/${recipient.id}`)).toBe(404)
    expect(await stranger.status('POST', '/recipients', hook())).toBe(404)
    expect((await stranger.get<List<Wire<Recipient>>>('/recipients')).items).toEqual([])
    expect((await stranger.get<List<Wire<Alert>>>('/alerts')).items).toEqual([])
    await operator.status('DELETE', `/recipients/${recipient.id}`)
  })
})
