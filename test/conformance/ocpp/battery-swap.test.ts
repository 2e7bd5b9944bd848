import { beforeEach, describe, expect, test } from 'vitest'
import type { BatterySwapEvent } from '#domain/battery-swaps'
import { swapBattery } from '#simulator'
import { bootedStation, resultOf } from '../booted-station.ts'
import type { List, Wire } from '../operator.ts'
import { openScene } from '../scene.ts'
import type { Simulated } from '../simulated.ts'

const version = 'ocpp2.1'
const empty = { evseId: 1, serialNumber: 'B-1', soC: 7, soH: 91.5 }
const full = { evseId: 2, serialNumber: 'B-2', soC: 98, soH: 99 }

const { platform, operator, real } = await openScene({
  tokens: [
    { value: 'ALICE', concurrentLimit: 0 },
    { value: 'BOB', status: 'blocked' },
  ],
})
let id = ''
let post: Simulated

beforeEach(async () => {
  post = await real(version, { hardware: 'doublePost' })
  id = post.station.id
  return () => post.station.stop()
})

const alice = { value: 'ALICE', type: 'ISO14443' } as const
const swaps = async (of = id) =>
  (await operator.get<List<Wire<BatterySwapEvent>>>(`/battery-swaps?stationId=${of}`)).items

test('S03.FR.01 S03.FR.03 what goes in and what comes out is kept under one number', async () => {
  post.station.trade.batteries.put(full)
  expect(swapBattery(post.station, alice, empty)).toBe(true)
  expect((await post.journal.exchange('BatterySwap')).response).toEqual({})
  await post.journal.exchange('BatterySwap')
  const [out, into, ...more] = await swaps()
  expect(more).toEqual([])
  expect(into).toMatchObject({
    ...{ stationId: id, kind: 'in', token: 'ALICE', tokenKind: 'rfid', requestId: out?.requestId },
    batteries: [{ evseId: 1, serialNumber: 'B-1', stateOfCharge: 7, stateOfHealth: 91.5 }],
  })
  expect(out).toMatchObject({ kind: 'out', batteries: [{ evseId: 2, serialNumber: 'B-2' }] })
  // S03.FR.02, S03.FR.04.
  const slots = [await post.journal.exchange('NotifyEvent'), await post.journal.exchange('NotifyEvent')]
  expect(slots.map(({ refused }) => refused)).toEqual([false, false])
})

describe('a swap that is asked for', () => {
  test('S02.FR.01 S02.FR.02 bears the number it was asked for with', async () => {
    post.station.trade.batteries.put(full)
    const command = await operator.carryOut(id, 'request-battery-swap', { token: 'ALICE' })
    expect(command).toMatchObject({ state: 'answered', result: { status: 'Accepted' } })
    const { request } = await post.journal.served('RequestBatterySwap')
    const requestId = command.result?.details?.requestId
    expect(request).toEqual({ requestId, idToken: { idToken: 'ALICE', type: 'ISO14443' } })
    swapBattery(post.station, alice, empty)
    await post.journal.exchange('BatterySwap')
    await post.journal.exchange('BatterySwap')
    expect((await swaps()).map((swap) => swap.requestId)).toEqual([requestId, requestId])
  })

  test.each(['BOB', 'NOBODY'])('S02.FR.03 is not asked for %s, who may not', async (token) => {
    post.station.trade.batteries.put(full)
    const command = await operator.carryOut(id, 'request-battery-swap', { token })
    expect(command).toMatchObject({ state: 'refused', result: { error: { code: 'conflict' } } })
    expect(command).not.toHaveProperty('sentAt')
  })

  test('S02.FR.04 is rejected where there is no battery', async () => {
    const command = await operator.carryOut(id, 'request-battery-swap', { token: 'ALICE' })
    expect(command).toMatchObject({
      ...{ state: 'refused', result: { status: 'Rejected', details: { reasonCode: 'NoBatteryAvailable' } } },
    })
  })

  test.each(['ocpp1.6', 'ocpp2.0.1'] as const)('%s has no words for it', async (old) => {
    const station = await bootedStation(platform, `OLD-${id}`, old)
    const command = await operator.carryOut(`OLD-${id}`, 'request-battery-swap', { token: 'ALICE' })
    expect(command).toMatchObject({ state: 'refused', result: { error: { code: 'unsupported' } } })
    station.connection.terminate()
  })
})

test('S03 what is repeated is kept once; what was not taken in time, and a number used again, beside it', async () => {
  const station = await bootedStation(platform, `RAW-${id}`, version)
  const swap = { requestId: 5, idToken: { idToken: 'ALICE', type: 'ISO14443' }, batteryData: [empty] }
  const tell = async (more: object) => resultOf(await station.call('BatterySwap', { ...swap, ...more }))
  expect(await tell({ eventType: 'BatteryIn' })).toEqual({})
  expect(await tell({ eventType: 'BatteryIn' })).toEqual({})
  expect(await tell({ eventType: 'BatteryOutTimeout' })).toEqual({})
  expect(
    await tell({ eventType: 'BatteryIn', batteryData: [{ ...full, productionDate: '2025-01-02T03:04:05Z' }] }),
  ).toEqual({})
  const [again, timeout, first, ...more] = await swaps(`RAW-${id}`)
  expect(more).toEqual([])
  expect([again?.kind, timeout?.kind, first?.kind]).toEqual(['in', 'out-timeout', 'in'])
  expect(again?.batteries).toMatchObject([{ serialNumber: 'B-2', producedAt: '2025-01-02T03:04:05.000Z' }])
  station.connection.terminate()
})
