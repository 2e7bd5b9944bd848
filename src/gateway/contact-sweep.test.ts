import { afterAll, beforeAll, expect, test } from 'vitest'
import { type GatewayStand, startGateway } from '#test/gateway-stand'

let stand: GatewayStand
/** The stations whose contacts were written at once, one list for each time. */
const written: string[][] = []
beforeAll(async () => {
  stand = await startGateway(({ stations }) => ({
    stations: {
      ...stations,
      async seen(contacts) {
        written.push(contacts.map(({ stationId }) => stationId))
        await stations.seen(contacts)
      },
    },
  }))
})
afterAll(() => stand.close())

test('C-06: the contacts of all stations are written once in five seconds, a tenth at a time', async () => {
  const ids = Array.from({ length: 20 }, (_, index) => `CS-${index}`)
  for (const id of ids) {
    await stand.addStation({ id })
    const station = await stand.connect(id)
    await station.call('Heartbeat')
    // The next comes a millisecond later.
    stand.clock.advance(1)
  }
  for (let turn = 0; turn < 10; turn++) {
    stand.clock.advance(500)
    await expect.poll(() => written.length).toBe(turn + 1)
  }
  expect(written.map(({ length }) => length)).toEqual(Array(10).fill(2))
  expect(written.flat().sort()).toEqual([...ids].sort())
  // Nobody has spoken since.
  stand.clock.advance(5_000)
  await stand.gateway.close()
  expect(written).toHaveLength(10)
})
