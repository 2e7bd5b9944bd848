import { afterAll, beforeAll, expect, test } from 'vitest'
import { FrameFuzzer, idToAnswer } from '#test/frame-fuzzer'
import { fuzz } from '#test/fuzz'
import { type TestPlatform, testPlatform } from '#test/platform'
import { VERSIONS } from '../simulated.ts'

const ROUNDS = 60
/** Far more than the platform keeps of stations gone mad, far less than it would hold on to if it kept their frames. */
const HEAP_BOUND = 64 * 1024 * 1024

let platform: TestPlatform
beforeAll(async () => {
  platform = await testPlatform()
})
afterAll(() => platform.stop())

test('B-08 B-09 B-14 peers gone mad are answered once for each call or hung up on, and nobody else notices', async () => {
  const report = await fuzz({ url: platform.ocppUrl, seed: 20_260_301, goesOn: (rounds) => rounds < ROUNDS })
  expect(report).toMatchObject({ rounds: ROUNDS, bystander: ROUNDS })
  expect(report.answers).toBeGreaterThan(500)
  expect(report.closed).toBeLessThan(ROUNDS / 4)
  expect(report.heapGrowth).toBeLessThan(HEAP_BOUND)
})

test.each(VERSIONS)('%s: the same seed makes the same frames, calls among them and what is none', (version) => {
  const frames = (seed: number) => {
    const fuzzer = new FrameFuzzer(version, seed)
    return Array.from({ length: 200 }, () => fuzzer.next())
  }
  expect(frames(7)).toEqual(frames(7))
  expect(frames(8)).not.toEqual(frames(7))
  const calls = frames(7).filter((frame) => idToAnswer(frame)?.due === true)
  expect(calls.length).toBeGreaterThan(50)
  expect(calls.length).toBeLessThan(190)
})
