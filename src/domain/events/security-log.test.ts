import { describe, expect, test } from 'vitest'
import { AppError, ManualClock, silentLogger } from '#kernel'
import { createSecurityLog, SAME_MEASURE_MS, type SecurityMeasure } from './security-log.ts'
import type { NewStationEvent } from './station-event.ts'

const refused: SecurityMeasure = {
  ...{ stationId: 'CS-1', partyId: 'default', type: 'ConnectionRefused', reason: 'bad-credentials' },
  facts: { remoteAddress: '192.0.2.1' },
}

function opened(record?: () => Promise<void>) {
  const clock = new ManualClock('2026-03-01T12:00:00Z')
  const stored: NewStationEvent[] = []
  const events = {
    async record(told: readonly NewStationEvent[]) {
      await record?.()
      stored.push(...told)
    },
  }
  return { clock, stored, log: createSecurityLog({ events, clock, logger: silentLogger }) }
}

describe('1.6-sec A00.FR.323 what is done for security', () => {
  test('is an event of the station, with its reason', async () => {
    const { log, stored, clock } = opened()
    log.note(refused)
    await log.settled()
    const at = new Date(clock.nowMs())
    const facts = { reason: 'bad-credentials', remoteAddress: '192.0.2.1' }
    const { stationId, partyId, type } = refused
    expect(stored).toEqual([{ stationId, partyId, kind: 'security', type, at, receivedAt: at, facts }])
  })

  test('over and over is stored once in ten minutes, and how often it was', async () => {
    const { log, stored, clock } = opened()
    for (let guess = 0; guess < 1_000; guess += 1) log.note(refused)
    clock.advance(SAME_MEASURE_MS)
    log.note(refused)
    log.note(refused)
    await log.settled()
    expect(stored.map(({ facts }) => facts.timesSinceTheLast)).toEqual([undefined, 1_000])
  })

  test('against another station, of another kind or for another reason is stored by itself', async () => {
    const { log, stored } = opened()
    log.note(refused)
    log.note({ ...refused, stationId: 'CS-2' })
    log.note({ ...refused, type: 'ConnectionEnded' })
    log.note({ ...refused, reason: 'profile-too-low' })
    await log.settled()
    expect(stored).toHaveLength(4)
  })

  test('and cannot be stored harms nobody', async () => {
    const { log, stored } = opened(() => Promise.reject(new AppError('unavailable', 'the database is away')))
    log.note(refused)
    await log.settled()
    expect(stored).toEqual([])
  })
})
