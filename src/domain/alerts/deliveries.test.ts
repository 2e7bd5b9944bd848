import { createHmac } from 'node:crypto'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { SMTPServer } from 'smtp-server'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { memoryBus } from '#bus'
import { createStations } from '#domain/stations'
import { everyParty, ManualClock, silentLogger } from '#kernel'
import { type TestDatabase, testDatabase } from '#test/database'
import { Mailbox } from '#test/mailbox'
import { backOffMs, MOST_ATTEMPTS, type SenderSettings } from './deliver.ts'
import { MAX_WAITING } from './delivery-store.ts'
import { type Alerts, createAlerts, type Recipients } from './index.ts'
import { MAX_RECIPIENTS } from './recipient-store.ts'

interface Hit {
  readonly headers: IncomingMessage['headers']
  readonly body: string
}

const secretKey = new Uint8Array(32).fill(4)
const thresholds = { offlineAfterS: 60, silentAfterS: 900, contactAfterS: 1, energyAfterS: 1, heldAfterS: 1 }
const anywhere = { privateNetworks: true, hosts: [] }
let database: TestDatabase
let clock: ManualClock
let hooks: Server
let hits: Mailbox<Hit>
let answer: number
let undo: (() => unknown)[]

beforeEach(async () => {
  undo = []
  database = await testDatabase()
  undo.push(() => database.close())
  clock = new ManualClock('2026-03-01T12:00:00Z')
  hits = new Mailbox()
  answer = 204
  hooks = createServer(async (request, response) => {
    hits.push({ headers: request.headers, body: await text(request) })
    response.writeHead(answer, { location: hookUrl() }).end('thanks')
  })
  await new Promise<void>((resolve) => hooks.listen(0, '127.0.0.1', resolve))
  undo.push(() => hooks.close())
})
afterEach(async () => {
  for (const step of undo.reverse()) await step()
})

const portOf = (server: { address(): AddressInfo | string | null }) => {
  const address = server.address()
  return typeof address === 'object' && address !== null ? address.port : 0
}
const hookUrl = () => `http://127.0.0.1:${portOf(hooks)}/hook`

async function start(sending: Partial<SenderSettings> = {}): Promise<Alerts & Recipients & { fault(): Promise<void> }> {
  const bus = memoryBus({ clock, logger: silentLogger })
  const shared = { database, bus, clock, logger: silentLogger, secretKey }
  const settings = { unknownStations: 'refuse', heartbeatIntervalS: 300, securityProfileMinimum: 0 } as const
  const stations = createStations({ ...shared, settings: { ...settings, defaultPartyId: 'default' } })
  await stations.create({ id: 'CS-1', partyId: 'default' })
  const senders = { reach: anywhere, mail: { smtpUrl: '', from: '' }, ...sending }
  const alerts = createAlerts({ ...shared, thresholds, sending: senders })
  return {
    ...alerts,
    async fault() {
      const at = new Date(clock.nowMs())
      await stations.reportStatus({ stationId: 'CS-1', evseId: 1, connectorId: 1, status: 'faulted', at })
      await alerts.sweep()
    },
  }
}

const webhook = (target = hookUrl()) => ({ partyId: 'default', kind: 'webhook', target }) as const
const settled = async (alerts: Recipients, id: string) =>
  (await alerts.listDeliveries(everyParty, id, { limit: 10 })).items

describe('a webhook', () => {
  test('is told by a message it can check, once', async () => {
    const alerts = await start()
    const { recipient, secret } = await alerts.createRecipient(webhook())
    await alerts.fault()
    expect(await alerts.deliver()).toBe(1)
    const { headers, body } = await hits.next()
    const told = JSON.parse(body)
    expect(told).toMatchObject({ version: 1, event: 'alert.opened', alert: { stationId: 'CS-1', cause: 'faulted' } })
    expect(headers['x-chargewright-delivery']).toBe(told.id)
    const [, seconds = '', sum] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(headers['x-chargewright-signature'])) ?? []
    expect(sum).toBe(
      createHmac('sha256', secret ?? '')
        .update(`${seconds}.${body}`)
        .digest('hex'),
    )
    expect(await settled(alerts, recipient.id)).toMatchObject([{ state: 'delivered', attempts: 1 }])
    expect(await alerts.deliver()).toBe(0)
    expect(hits.size).toBe(0)
  })

  test('has its secret nowhere in the database', async () => {
    const alerts = await start()
    const { secret = '' } = await alerts.createRecipient(webhook())
    const { rows } = await database.query('', 'SELECT * FROM alert_recipient', [])
    expect(secret).toMatch(/^whsec_[\w-]{43}$/)
    expect(JSON.stringify(rows)).not.toContain(secret.slice(6))
  })

  test('that fails is told again, less and less often, and given up in the end', async () => {
    const alerts = await start()
    const { recipient } = await alerts.createRecipient(webhook())
    await alerts.fault()
    answer = 500
    for (let attempt = 1; attempt <= MOST_ATTEMPTS; attempt += 1) {
      expect(await alerts.deliver()).toBe(0)
      await hits.next()
      expect(await alerts.deliver()).toBe(0)
      expect(hits.size).toBe(0)
      const [delivery] = await settled(alerts, recipient.id)
      expect(delivery).toMatchObject({ attempts: attempt, problem: 'it answered 500' })
      expect(delivery?.state).toBe(attempt === MOST_ATTEMPTS ? 'given-up' : 'waiting')
      clock.advance(backOffMs(attempt))
    }
    answer = 204
    expect(await alerts.deliver()).toBe(0)
  })

  test('that comes back is told what it has missed', async () => {
    const alerts = await start()
    const { recipient } = await alerts.createRecipient(webhook())
    await alerts.fault()
    answer = 503
    await alerts.deliver()
    answer = 200
    clock.advance(backOffMs(1))
    expect(await alerts.deliver()).toBe(1)
    expect(await settled(alerts, recipient.id)).toMatchObject([{ state: 'delivered', attempts: 2 }])
  })

  test('that redirects is not followed', async () => {
    const alerts = await start()
    const { recipient } = await alerts.createRecipient(webhook())
    await alerts.fault()
    answer = 302
    await alerts.deliver()
    await hits.next()
    expect(hits.size).toBe(0)
    expect(await settled(alerts, recipient.id)).toMatchObject([{ state: 'waiting', problem: 'it answered 302' }])
  })

  test('is not taken, nor told, where private networks are closed', async () => {
    const alerts = await start()
    const { recipient } = await alerts.createRecipient(webhook(`http://localhost:${portOf(hooks)}/`))
    await alerts.fault()
    const closed = await withClosedNetworks()
    await closed.deliver()
    expect(hits.size).toBe(0)
    expect(await settled(closed, recipient.id)).toMatchObject([
      { state: 'waiting', problem: expect.stringMatching(/https/) },
    ])
    await expect(closed.createRecipient(webhook())).rejects.toMatchObject({ code: 'invalid' })
    await expect(closed.createRecipient(webhook('https://[::1]/'))).rejects.toMatchObject({ code: 'invalid' })
  })

  /** The same installation, with private networks closed. */
  async function withClosedNetworks(): Promise<Alerts & Recipients> {
    const bus = memoryBus({ clock, logger: silentLogger })
    const sending = { reach: { privateNetworks: false, hosts: [] }, mail: { smtpUrl: '', from: '' } }
    return createAlerts({ database, bus, clock, logger: silentLogger, secretKey, thresholds, sending })
  }

  test('whose secret another key has sealed is told nothing unsigned', async () => {
    const alerts = await start()
    const { recipient } = await alerts.createRecipient(webhook())
    await alerts.fault()
    await database.query('', "UPDATE alert_recipient SET sealed_secret = 'x'", [])
    await alerts.deliver()
    expect(hits.size).toBe(0)
    expect(await settled(alerts, recipient.id)).toMatchObject([{ problem: expect.stringMatching(/secret/) }])
  })
})

describe('recipients', () => {
  test('are told what is grave enough for them, while they are enabled, and of their own party', async () => {
    const alerts = await start()
    await database.query('', "INSERT INTO party (id, name) VALUES ('north', 'North')", [])
    const grave = await alerts.createRecipient({ ...webhook(), leastSeverity: 0 })
    const stranger = await alerts.createRecipient({ ...webhook(), partyId: 'north' })
    const resting = await alerts.createRecipient(webhook())
    const one = await alerts.createRecipient(webhook())
    await alerts.changeRecipient(everyParty, resting.recipient.id, { enabled: false })
    await alerts.fault()
    expect(await alerts.deliver()).toBe(1)
    expect(await settled(alerts, one.recipient.id)).toHaveLength(1)
    for (const { recipient } of [grave, stranger, resting]) expect(await settled(alerts, recipient.id)).toEqual([])
    const outside = { partyIds: ['north'] }
    await expect(alerts.getRecipient(outside, one.recipient.id)).rejects.toMatchObject({ code: 'not-found' })
    await expect(alerts.removeRecipient(outside, one.recipient.id)).rejects.toMatchObject({ code: 'not-found' })
    expect((await alerts.listRecipients(outside)).map(({ id }) => id)).toEqual([stranger.recipient.id])
    await alerts.removeRecipient(everyParty, one.recipient.id)
    expect(await alerts.listRecipients({ partyIds: ['default'] })).toHaveLength(2)
  })

  test('are so many at most, and so much waits for one at most', async () => {
    const alerts = await start()
    const { recipient } = await alerts.createRecipient(webhook())
    for (let count = 1; count < MAX_RECIPIENTS; count += 1) {
      await alerts.createRecipient({
        partyId: 'default',
        kind: 'mail',
        target: `a${count}@example.org`,
        leastSeverity: 0,
      })
    }
    await expect(alerts.createRecipient(webhook())).rejects.toMatchObject({ code: 'too-many' })
    await database.query(
      '',
      `INSERT INTO alert_delivery (id, recipient_id, alert_id, station_id, step, body, state, due_at, created_at)
       SELECT n::text, $1, 'a', 'CS-1', 'opened', '{}', 'waiting', $2, $2 FROM generate_series(1, $3::integer) n`,
      [recipient.id, new Date(clock.nowMs() + 1_000), MAX_WAITING],
    )
    await alerts.fault()
    const { rows } = await database.query('', 'SELECT count(*) AS count FROM alert_delivery', [])
    expect(rows).toEqual([{ count: MAX_WAITING }])
  })

  test.each([
    'nobody',
    'a@b@c',
    'a b@example.org',
    'a@example.org,b@example.org',
    'A <a@example.org>',
    'a@example.org\nBcc: x',
  ])('%j is no mail address', async (target) => {
    const alerts = await start()
    const asked = { partyId: 'default', kind: 'mail', target } as const
    await expect(alerts.createRecipient(asked)).rejects.toMatchObject({ code: 'invalid' })
  })
})

describe('mail', () => {
  /** A mail server that keeps what it gets. */
  async function mailServer(): Promise<{ url: string; mails: Mailbox<{ to: string; text: string }> }> {
    const mails = new Mailbox<{ to: string; text: string }>()
    const server = new SMTPServer({
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
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    undo.push(() => new Promise<void>((resolve) => server.close(() => resolve())))
    return { url: `smtp://127.0.0.1:${portOf(server.server)}`, mails }
  }

  test('says in words what is wrong, and that it is over', async () => {
    const { url, mails } = await mailServer()
    const alerts = await start({ mail: { smtpUrl: url, from: 'Chargewright <alerts@example.org>' } })
    const { recipient, secret } = await alerts.createRecipient({
      partyId: 'default',
      kind: 'mail',
      target: 'ops@example.org',
    })
    expect(secret).toBeUndefined()
    await alerts.fault()
    expect(await alerts.deliver()).toBe(1)
    const mail = await mails.next()
    expect(mail.to).toBe('ops@example.org')
    expect(mail.text).toMatch(/^Subject: Alert: CS-1 faulted\r$/m)
    expect(mail.text).toMatch(/^Station: CS-1\r$/m)
    expect(mail.text).toMatch(/^EVSE: 1\r$/m)
    expect(await settled(alerts, recipient.id)).toMatchObject([{ state: 'delivered' }])
  })

  test('waits as long as no mail server is set, or none answers', async () => {
    const alerts = await start({ mail: { smtpUrl: 'smtp://127.0.0.1:1', from: 'alerts@example.org' } })
    const { recipient } = await alerts.createRecipient({ partyId: 'default', kind: 'mail', target: 'ops@example.org' })
    await alerts.fault()
    expect(await alerts.deliver()).toBe(0)
    expect(await settled(alerts, recipient.id)).toMatchObject([
      { state: 'waiting', attempts: 1, problem: expect.any(String) },
    ])
  })
})
