import { spawnSync } from 'node:child_process'
import { setTimeout as pause } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { Pace } from './pace.ts'

const canBeSeen = spawnSync('taskset', ['-c', '0', 'chrt', '-f', '1', 'true']).status === 0

test('the pace of the processors is looked at while something is measured, and only then', async () => {
  const pace = await Pace.begin()
  expect(pace !== undefined).toBe(canBeSeen)
  if (pace === undefined) return
  const before = pace.now()
  expect(before).toBeGreaterThan(0)
  await pace.during(() => expect.poll(() => pace.now()).not.toBe(before))
  const after = await stillness(() => pace.now())
  await pause(50)
  expect(pace.now()).toBe(after)
  await expect(pace.during(() => Promise.reject(new Error('it failed')))).rejects.toThrow('it failed')
  await stillness(() => pace.now())
})

/** What is told once nothing changes any more: a look under way is still brought to its end. */
async function stillness(tell: () => number): Promise<number> {
  let last = tell()
  await expect
    .poll(async () => {
      const former = last
      await pause(50)
      last = tell()
      return last === former
    })
    .toBe(true)
  return last
}
