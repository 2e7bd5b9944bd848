import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { everyParty, ManualClock, silentLogger } from '#kernel'
import { testDatabase } from '#test/database'
import { createSmartCharging, type SchedulePeriod } from './index.ts'

const database = await testDatabase()
afterAll(() => database.close())
const clock = new ManualClock('2026-03-01T12:00:00Z')
const smartCharging = createSmartCharging({ database, clock, logger: silentLogger, submit: async () => {} })

let stationId = ''
let count = 0
beforeEach(async () => {
  count += 1
  stationId = `CS-${count}`
  await database.query('', "INSERT INTO station (id, party_id) VALUES ($1, 'default')", [stationId])
})

/** A dynamic profile that the station has taken. */
async function install(period: Omit<SchedulePeriod, 'startS'>, durationS?: number): Promise<number> {
  const commandId = `command-${stationId}`
  const { profileId } = await smartCharging.prepare({
    ...{ stationId, commandId, evseId: 1 },
    profile: {
      ...{ purpose: 'transaction-default', stackLevel: 0, kind: 'dynamic' },
      schedules: [
        { rateUnit: 'W', periods: [{ startS: 0, ...period }], ...(durationS === undefined ? {} : { durationS }) },
      ],
    },
  })
  await smartCharging.settle(stationId, commandId, 'accepted')
  return profileId
}
const holds = async () => {
  const question = { evseId: 1, durationS: 600, rateUnit: 'W' } as const
  return (await smartCharging.schedules(everyParty, stationId, question)).calculated.periods
}

describe('K28.FR.13 K28.FR.14 what a dynamic profile says holds', () => {
  test('for its duration from when it was sent, and from when its values were changed', async () => {
    const id = await install({ limit: '7000' }, 60)
    expect(await holds()).toEqual([{ startS: 0, limit: '7000' }, { startS: 60 }])
    clock.advance(59_000)
    expect(await holds()).toEqual([{ startS: 0, limit: '7000' }, { startS: 1 }])
    clock.advance(1_000)
    expect(await holds()).toEqual([{ startS: 0 }])
    await smartCharging.updated(stationId, id, { limit: '5000' })
    expect(await holds()).toEqual([{ startS: 0, limit: '5000' }, { startS: 60 }])
  })

  test('K28.FR.09 from when the station asked for its values', async () => {
    const id = await install({ limit: '7000' }, 60)
    clock.advance(45_000)
    expect(await smartCharging.pulled(stationId, id)).toMatchObject({ values: { limit: '7000' } })
    expect(await holds()).toEqual([{ startS: 0, limit: '7000' }, { startS: 60 }])
  })

  test('without a duration for good', async () => {
    await install({ limit: '7000' })
    clock.advance(86_400_000)
    expect(await holds()).toEqual([{ startS: 0, limit: '7000' }])
  })
})

describe('new values', () => {
  test('Q07.FR.02 of a setpoint for the frequency are taken', async () => {
    const id = await install({ operationMode: 'central-frequency', setpoint: '3000' })
    await expect(smartCharging.judgeUpdate(stationId, id, { setpoint: '-4000' })).resolves.toBeUndefined()
  })

  test.each([
    ['Q07.FR.03 a limit beside such', { operationMode: 'central-frequency', setpoint: '3000' }, { limit: '5' }],
    ['Q03.FR.02 a limit to discharge', { operationMode: 'central-setpoint', setpoint: '1' }, { dischargeLimit: '-5' }],
    ['Q03.FR.01 a setpoint beside a limit', { limit: '5000' }, { setpoint: '5' }],
    ['Q10.FR.01 anything while idle', { operationMode: 'idle' }, { limit: '5' }],
  ] as const)('%s: refused', async (_, period, values) => {
    const id = await install(period)
    await expect(smartCharging.judgeUpdate(stationId, id, values)).rejects.toMatchObject({ code: 'invalid' })
  })

  test('K28.FR.11 of a profile that is not ours are left to the station', async () => {
    await expect(smartCharging.judgeUpdate(stationId, 999, { limit: '5' })).resolves.toBeUndefined()
  })
})
