import { expect, test } from 'vitest'
import { openFilesLimit, socketsFor } from './open-files.ts'

test.each([
  [undefined, 200_000],
  [256, 204],
  [1_024, 819],
  [20_000, 18_000],
  [1_048_576, 200_000],
])('of %s files there is room for %i sockets of stations', (openFiles, sockets) => {
  expect(socketsFor(openFiles)).toBe(sockets)
})

test.skipIf(process.platform !== 'linux')('Linux says how many files may be open', async () => {
  expect(await openFilesLimit()).toBeGreaterThan(100)
})
