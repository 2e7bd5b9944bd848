import { expect, test } from 'vitest'
import { ManualClock } from '#kernel'
import type { Station } from '#simulator'
import { finishCharging } from './finish-charging.ts'

/** A station with a car, whose last message is answered when the test says so. */
function chargingStation() {
  let tell: (() => void) | undefined
  let watchers = 0
  const station = {
    state: 'online',
    isAnswered: true,
    evses: [{ id: 1, connected: true }],
    unplug() {
      station.isAnswered = false
    },
    observe(notice: () => void) {
      tell = notice
      watchers += 1
      const stop = () => {
        watchers -= 1
      }
      return { stop }
    },
  }
  const answer = () => {
    station.isAnswered = true
    tell?.()
  }
  return { station: station as unknown as Station, answer, watchers: () => watchers }
}

const turn = () => new Promise((resolve) => setImmediate(resolve))

test('every car is unplugged, and the answer to whatever its station says about it is waited for', async () => {
  const [one, other] = [chargingStation(), chargingStation()]
  let ended = false
  const ending = finishCharging([one.station, other.station], new ManualClock()).then(() => {
    ended = true
  })
  one.answer()
  await turn()
  expect(ended).toBe(false)
  other.answer()
  await ending
  expect([one.watchers(), other.watchers()]).toEqual([0, 0])
})

test('a system that never answers is waited for ten seconds', async () => {
  const clock = new ManualClock()
  const ending = finishCharging([chargingStation().station], clock)
  clock.advance(9_999)
  const early = await Promise.race([ending.then(() => 'ended'), turn().then(() => 'waiting')])
  expect(early).toBe('waiting')
  clock.advance(1)
  await ending
})
