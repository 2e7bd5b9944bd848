import { expect, test } from 'vitest'
import { live } from '../testing/samples.ts'
import { powerTrail, recordPower, TRAIL_LENGTH } from './power-trail.ts'

const event = (transactionId: string, powerW: number, status: 'active' | 'ended' = 'active') =>
  live({ kind: 'transaction', transactionId, reference: transactionId, status, energyWh: 0, powerW })

test('a station’s power is that of all its transactions; one that ended counts no more', () => {
  recordPower([event('a', 1_000), event('b', 2_000), event('a', 1_500), event('b', 0, 'ended')])
  expect(powerTrail('CS-1')).toEqual([1_000, 3_000, 3_500, 1_500])
})

test('a trail is bounded', () => {
  recordPower(Array.from({ length: 100 }, (_, n) => event('a', n)))
  expect(powerTrail('CS-1')).toHaveLength(TRAIL_LENGTH)
  expect(powerTrail('CS-1').at(-1)).toBe(99)
})
