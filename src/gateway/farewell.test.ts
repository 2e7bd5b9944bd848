import { afterAll, beforeAll, expect, test } from 'vitest'
import { type GatewayStand, startGateway } from '#test/gateway-stand'
import type { RawStation } from '#test/raw-station'
import { TOLD_EVENTS } from '#test/transactions'

let stand: GatewayStand
/** Transaction messages taken to the domain; each waits there to be let on. */
let held: (() => void)[] = []
let taken: (() => void) | undefined
beforeAll(async () => {
  stand = await startGateway(({ transactions }) => ({
    transactions: {
      ...transactions,
      async report(report) {
        await new Promise<void>((resolve) => {
          held.push(resolve)
          taken?.()
        })
        return await transactions.report(report)
      },
    },
  }))
})
afterAll(() => stand.close())

async function booted(id: string): Promise<RawStation> {
  await stand.addStation({ id })
  const station = await stand.connect(id, 'ocpp2.0.1')
  await station.call('BootNotification', { reason: 'PowerUp', chargingStation: { model: 'Two', vendorName: 'Acme' } })
  return station
}

function tell(station: RawStation, seqNo: number): Promise<void> {
  const inHand = new Promise<void>((resolve) => {
    taken = resolve
  })
  const transactionInfo = { transactionId: 'tx' }
  const timestamp = '2026-03-01T11:59:00Z'
  const kind = { eventType: 'Started', triggerReason: 'CablePluggedIn', timestamp, transactionInfo }
  station.send([2, `e-${seqNo}`, 'TransactionEvent', { ...kind, seqNo }])
  return inHand
}

test('a station is told goodbye after the answer to what is in hand, an idle one at once', async () => {
  const busy = await booted('busy')
  const idle = await booted('idle')
  await tell(busy, 0)
  const closed = stand.listener.close()
  expect(await idle.closed).toMatchObject({ code: 1012 })
  for (const letOn of held) letOn()
  held = []
  expect(await busy.frames.next()).toMatchObject([3, 'e-0', {}])
  expect(await busy.closed).toMatchObject({ code: 1012 })
  await closed
  const { rows } = await stand.database.pool.query(TOLD_EVENTS)
  expect(rows).toMatchObject([{ seq_no: 0 }])
})
