import { describe, expect, test } from 'vitest'
import { type WaitFacts, waitOf } from './member-wait.ts'
import { HOURS_OF_WEEK } from './quiet-hours.ts'

// A Monday, at noon: the twelfth hour of the week.
const now = new Date('2026-03-02T12:15:00Z')
const running = { state: 'running', wave: 1, quietHours: true, interrupts: true, hasRoom: true } as const
const quietFrom = (first: number) => Array.from({ length: HOURS_OF_WEEK }, (_, hour) => hour >= first)
const free: WaitFacts = {
  ...{
    campaign: running,
    wave: 1,
    connected: true,
    accepted: true,
    charging: false,
    reserved: false,
    quiet: quietFrom(0),
  },
}
const at = (campaign: Partial<WaitFacts['campaign']>): Partial<WaitFacts> => ({ campaign: { ...running, ...campaign } })

describe('a station that waits', () => {
  test.each<[string, Partial<WaitFacts>]>([
    ['next-look', {}],
    ['not-started', at({ state: 'draft' })],
    ['paused', at({ state: 'paused' })],
    ['ended', at({ state: 'stopped' })],
    ['ended', at({ state: 'canceled' })],
    ['ended', at({ state: 'finished' })],
    ['later-wave', { wave: 2 }],
    ['offline', { connected: false }],
    ['not-accepted', { accepted: false }],
    ['charging', { charging: true }],
    ['reserved', { reserved: true }],
    ['others-first', at({ hasRoom: false })],
    ['command-limit', { held: 'too-many' }],
    ['order-failed', { held: 'conflict' }],
  ])('says %s of %j', (reason, change) => {
    expect(waitOf({ ...free, ...change }, now)).toEqual({ reason })
  })

  test('for an hour in which it is little used says when that begins', () => {
    const until = new Date('2026-03-02T20:00:00Z')
    expect(waitOf({ ...free, quiet: quietFrom(20) }, now)).toEqual({ reason: 'quiet-hours', until })
    expect(waitOf({ ...free, quiet: quietFrom(20), ...at({ quietHours: false }) }, now)).toEqual({
      reason: 'next-look',
    })
    const { quiet: _, ...unlearned } = free
    expect(waitOf(unlearned, now)).toEqual({ reason: 'next-look' })
  })

  test('is in nobody’s way where the order is in nobody’s way', () => {
    const busy = { charging: true, reserved: true, ...at({ interrupts: false }) }
    expect(waitOf({ ...free, ...busy }, now)).toEqual({ reason: 'next-look' })
  })

  test('says what has to be over first', () => {
    const all = { ...free, connected: false, charging: true, reserved: true, quiet: quietFrom(20), held: 'too-many' }
    expect(waitOf(all, now)).toEqual({ reason: 'offline' })
    expect(waitOf({ ...all, connected: true }, now)).toEqual({ reason: 'charging' })
    expect(waitOf({ ...all, connected: true, charging: false }, now)).toEqual({ reason: 'reserved' })
    expect(waitOf({ ...all, ...at({ hasRoom: false }), wave: 2 }, now)).toEqual({ reason: 'later-wave' })
  })
})
