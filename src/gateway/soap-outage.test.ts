import { afterEach, beforeEach, expect, test } from 'vitest'
import { AppError, noMetrics, silentLogger } from '#kernel'
import { callbackRule, SoapDoor } from '#ocpp/soap'
import { createOcppListener, type OcppListener } from '#ocpp/transport'
import { type GatewayStand, startGateway } from '#test/gateway-stand'
import { Mailbox } from '#test/mailbox'
import { faultOf, SoapStation, textOf } from '#test/soap-station'

let stand: GatewayStand
let door: SoapDoor
let listener: OcppListener
let failure: unknown
let attempts: Mailbox<number>
let station: SoapStation

beforeEach(async () => {
  failure = undefined
  attempts = new Mailbox()
  stand = await startGateway(({ transactions, stations }) => ({
    transactions: {
      ...transactions,
      start(report) {
        attempts.push(report.startRegisterWh)
        return failure === undefined ? transactions.start(report) : Promise.reject(failure)
      },
    },
    stations: {
      ...stations,
      reportStatus: (report) => (failure === undefined ? stations.reportStatus(report) : Promise.reject(failure)),
    },
  }))
  const { clock, gateway } = stand
  door = new SoapDoor({
    ...{ clock, logger: silentLogger, metrics: noMetrics, silenceMs: 900_000, callTimeoutMs: 30_000 },
    authenticate: gateway.authenticate.bind(gateway),
    handler: gateway.handler,
    mayCall: callbackRule([]),
  })
  listener = await createOcppListener({
    authenticate: gateway.authenticate.bind(gateway),
    handler: gateway.handler,
    requests: [door.requests],
    clock,
  })
  await stand.addStation({ id: 'CP-1' })
  station = new SoapStation(`http://127.0.0.1:${listener.address.port}/`, 'CP-1')
  await station.boot()
})
afterEach(async () => {
  await door.close()
  await listener.close()
  await stand.close()
})

/** Lets time pass, second by second, until something has happened. */
async function turnUntil<T>(happened: Promise<T>): Promise<T> {
  let done = false
  const noted = happened.finally(() => {
    done = true
  })
  while (!done) {
    stand.clock.advance(1_000)
    await new Promise((resolve) => setImmediate(resolve))
  }
  return noted
}

const start =
  '<connectorId>1</connectorId><idTag>A</idTag><timestamp>2026-03-01T11:00:00Z</timestamp><meterStart>7</meterStart>'

test('D-10 a transaction waits while the database is away, and is answered once it is back', async () => {
  failure = new AppError('unavailable', 'away')
  const said = station.say('StartTransaction', start)
  await attempts.next()
  failure = undefined
  await turnUntil(attempts.next())
  const answer = await said
  expect([answer.status, textOf(answer, 'Action')]).toEqual([200, '/StartTransactionResponse'])
})

test('D-10 G-07 when it stays away there is no fault, and what the station sends again counts once', async () => {
  failure = new AppError('unavailable', 'away')
  const text = station.write('StartTransaction', start)
  const first = await turnUntil(station.post(text))
  expect([first.status, faultOf(first)]).toEqual([503, undefined])
  expect(first.headers['retry-after']).toBeDefined()
  failure = undefined
  const answers = [await station.post(text), await station.post(text)]
  expect(answers.map(({ status }) => status)).toEqual([200, 200])
  expect(new Set(answers.map((answer) => textOf(answer, 'transactionId'))).size).toBe(1)
})

test('G-04 a bug in an action is an InternalError with a reference and no details', async () => {
  failure = new TypeError('a secret detail')
  const status = '<connectorId>1</connectorId><status>Available</status><errorCode>NoError</errorCode>'
  const answer = await station.say('StatusNotification', status)
  expect([answer.status, faultOf(answer)]).toEqual([500, 'Receiver/InternalError'])
  expect(textOf(answer, 'Text')).toMatch(/^reference [0-9a-f-]{36}$/)
  failure = undefined
  expect((await station.say('StatusNotification', status)).status).toBe(200)
})
