import { expect, test } from 'vitest'
import { ManualClock } from '#kernel'
import { startPeriodic } from './periodic.ts'

const settle = () => new Promise<void>((resolve) => setImmediate(resolve))

function job(work: () => Promise<unknown>, random = () => 0.5) {
  const clock = new ManualClock()
  const complaints: unknown[] = []
  const { stop } = startPeriodic({ everyMs: 1_000, work, onError: (cause) => complaints.push(cause), clock, random })
  return { clock, complaints, stop }
}

test('the first run comes after a part of the period left to chance, the others a period apart', async () => {
  const at: number[] = []
  const { clock, stop } = job(async () => at.push(clock.monotonicMs()))
  for (let ms = 0; ms < 3_400; ms += 100) {
    clock.advance(100)
    await settle()
  }
  expect(at).toEqual([500, 1_500, 2_500])
  stop()
  clock.advance(5_000)
  expect(at).toHaveLength(3)
})

test('jobs of one period that begin together come at moments of their own', () => {
  const clock = new ManualClock()
  const at = new Set<number>()
  for (const part of [0, 0.25, 0.75]) {
    const work = async () => at.add(clock.monotonicMs())
    startPeriodic({ everyMs: 1_000, work, onError: () => {}, clock, random: () => part })
  }
  clock.advance(999)
  expect([...at]).toEqual([0, 250, 750])
})

test('a run that outlasts its period has none beside it, and the next comes in its turn', async () => {
  let began = 0
  let finish = () => {}
  const { clock } = job(() => {
    began += 1
    return new Promise<void>((resolve) => {
      finish = resolve
    })
  })
  clock.advance(3_600)
  expect(began).toBe(1)
  finish()
  await settle()
  clock.advance(1_000)
  expect(began).toBe(2)
})

test('what fails is told, and tried again in its turn', async () => {
  const { clock, complaints } = job(async () => {
    throw new Error('no database')
  })
  clock.advance(600)
  await settle()
  clock.advance(1_000)
  await settle()
  expect(complaints).toEqual([new Error('no database'), new Error('no database')])
})

test('a run that is cut off by the stop is no failure', async () => {
  let fail = (_: Error) => {}
  const { clock, complaints, stop } = job(() => new Promise((_, reject) => (fail = reject)))
  clock.advance(600)
  stop()
  fail(new Error('the database is closed'))
  await settle()
  expect(complaints).toEqual([])
})
