import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Client, createClientAsync, listen } from 'soap'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Mailbox } from '#test/mailbox'
import { type TestPlatform, testPlatform } from '#test/platform'
import { yesterdayAt } from '../../conformance/booted-station.ts'
import { Operator } from '../../conformance/operator.ts'
import { type Service, wsdlOf } from './wsdl.ts'

const ID = 'node-soap'
const CS = 'urn://Ocpp/Cs/2015/10/'
const CP = 'urn://Ocpp/Cp/2015/10/'

let platform: TestPlatform
let operator: Operator
let folder: string
let server: Server
const stops = new Mailbox<unknown>()
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chargewright-wsdl-'))
  platform = await testPlatform({ ocpp: { soap: true } })
  operator = new Operator(platform, platform.ownerKey)
  await operator.post('/tokens', { partyId: 'default', value: 'ALICE', concurrentLimit: 0 })
  server = createServer((_, response) => response.writeHead(404).end())
  await new Promise<void>((resolve) => server.listen({ host: '127.0.0.1', port: 0 }, resolve))
})
afterAll(async () => {
  server.closeAllConnections()
  server.close()
  await platform.stop()
  await rm(folder, { recursive: true })
})

const centralSystem = (address: string): Service => ({
  namespace: CS,
  name: 'CentralSystemService',
  address,
  types: {
    IdTagInfo: { status: 'string', expiryDate: 'dateTime', parentIdTag: 'string' },
    SampledValue: { value: 'string', context: 'string', measurand: 'string', unit: 'string' },
    MeterValue: { timestamp: 'dateTime', sampledValue: 'SampledValue*' },
  },
  operations: {
    Authorize: { request: { idTag: 'string' }, response: { idTagInfo: 'IdTagInfo' } },
    BootNotification: {
      request: { chargePointVendor: 'string', chargePointModel: 'string' },
      response: { status: 'string', currentTime: 'dateTime', interval: 'int' },
    },
    Heartbeat: { request: {}, response: { currentTime: 'dateTime' } },
    MeterValues: {
      request: { connectorId: 'int', transactionId: 'int', meterValue: 'MeterValue*' },
      response: {},
    },
    StartTransaction: {
      request: { connectorId: 'int', idTag: 'string', timestamp: 'dateTime', meterStart: 'int' },
      response: { transactionId: 'int', idTagInfo: 'IdTagInfo' },
    },
    StopTransaction: {
      request: { transactionId: 'int', idTag: 'string', timestamp: 'dateTime', meterStop: 'int', reason: 'string' },
      response: { idTagInfo: 'IdTagInfo' },
    },
  },
})

const chargePoint: Service = {
  namespace: CP,
  name: 'ChargePointService',
  address: 'http://127.0.0.1/',
  types: {},
  operations: { RemoteStopTransaction: { request: { transactionId: 'int' }, response: { status: 'string' } } },
}

/** Where the station listens: a server of node-soap. */
function serve(): string {
  const services = {
    ChargePointService: {
      ChargePointServiceSoap12: {
        RemoteStopTransaction(request: unknown) {
          stops.push(request)
          return { status: 'Accepted' }
        },
      },
    },
  }
  listen(server, { path: '/station', services, xml: wsdlOf(chargePoint), forceSoap12Headers: true })
  const bound = server.address()
  return `http://127.0.0.1:${typeof bound === 'object' ? bound?.port : ''}/station`
}

/** A station made of the package soap: its XML, its HTTP and its reading of the answers are none of ours. */
class Station {
  readonly #client: Client
  readonly #from: string
  #last = 0

  constructor(client: Client, from: string) {
    this.#client = client
    this.#from = from
  }

  async call(action: string, payload: object): Promise<unknown> {
    this.#last += 1
    const client = this.#client
    client.clearSoapHeaders()
    client.addSoapHeader(
      `<o:chargeBoxIdentity xmlns:o="${CS}" soap:mustUnderstand="true">${ID}</o:chargeBoxIdentity>` +
        `<a:Action xmlns:a="http://www.w3.org/2005/08/addressing" soap:mustUnderstand="true">/${action}</a:Action>` +
        `<a:MessageID xmlns:a="http://www.w3.org/2005/08/addressing">urn:uuid:${ID}-${this.#last}</a:MessageID>` +
        `<a:From xmlns:a="http://www.w3.org/2005/08/addressing"><a:Address>${this.#from}</a:Address></a:From>`,
    )
    const answer: readonly unknown[] = await client[`${action}Async`](payload)
    return answer[0]
  }
}

async function station(): Promise<Station> {
  const url = platform.ocppUrl.replace('ws:', 'http:')
  const file = join(folder, 'central-system.wsdl')
  await writeFile(file, wsdlOf(centralSystem(url)))
  return new Station(await createClientAsync(file, { forceSoap12Headers: true }), serve())
}

test('node-soap charges a car in 1.6 and is stopped from afar', async () => {
  const one = await station()
  const boot = { chargePointVendor: 'Independent', chargePointModel: 'Soap' }
  expect(await one.call('BootNotification', boot)).toMatchObject({ status: 'Accepted', interval: 300 })
  expect(await one.call('Heartbeat', {})).toEqual({ currentTime: expect.any(Date) })
  expect(await one.call('Authorize', { idTag: 'ALICE' })).toEqual({ idTagInfo: { status: 'Accepted' } })
  const start = { connectorId: 1, idTag: 'ALICE', timestamp: yesterdayAt('08:00:00'), meterStart: 500 }
  const started = await one.call('StartTransaction', start)
  expect(started).toEqual({ transactionId: expect.any(Number), idTagInfo: { status: 'Accepted' } })
  const transactionId = Number(Object.entries(started ?? {}).find(([name]) => name === 'transactionId')?.[1])
  const meterValue = [
    { timestamp: yesterdayAt('08:20:00'), sampledValue: [{ value: '2500' }, { value: '231', measurand: 'Voltage' }] },
    { timestamp: yesterdayAt('08:40:00'), sampledValue: [{ value: '3500' }] },
  ]
  expect(await one.call('MeterValues', { connectorId: 1, transactionId, meterValue })).toBeUndefined()

  await operator.untilConnected(ID)
  const { id: recordId } = await operator.record(ID, transactionId)
  const stopping = await operator.carryOut(ID, 'stop-transaction', { transactionId: recordId })
  expect(stopping).toMatchObject({ state: 'answered', result: { status: 'Accepted' }, warnings: [] })
  expect(await stops.next()).toMatchObject({ transactionId })

  const stop = { transactionId, timestamp: yesterdayAt('09:00:00'), meterStop: 4_321, reason: 'Remote' }
  expect(await one.call('StopTransaction', stop)).toBeUndefined()
  expect(await operator.transactions(ID)).toMatchObject([
    {
      ...{ reference: String(transactionId), status: 'ended', stopReason: 'Remote', complete: true, flags: [] },
      ...{ startRegisterWh: 500, lastRegisterWh: 4_321, energyWh: 3_821, evseId: 1, token: { value: 'ALICE' } },
    },
  ])
  expect(await operator.readings(ID)).toHaveLength(2)
})

test('G-04 node-soap understands a fault as one', async () => {
  const one = await station()
  await expect(one.call('Authorize', {})).rejects.toMatchObject({
    response: { status: 400 },
    root: {
      Envelope: { Body: { Fault: { Code: { Value: 'soap:Sender', Subcode: { Value: 'ocpp:ProtocolError' } } } } },
    },
  })
})
