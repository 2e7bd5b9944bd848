import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { AppError } from '#kernel'
import { startOnFreePort } from './free-port.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chargewright-port-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const taken = () => Promise.reject(new AppError('unavailable', 'could not bind', { portTaken: true }))

test('a port that is taken at the last moment is replaced, and the one that worked recorded', async () => {
  const tried: number[] = []
  const { port, started } = await startOnFreePort(folder, (at) => {
    tried.push(at)
    return tried.length < 3 ? taken() : Promise.resolve('running')
  })
  expect(started).toBe('running')
  expect(port).toBe(tried[2])
  expect(await readFile(join(folder, 'port'), 'utf8')).toBe(`${port}\n`)
})

test('after five ports it is given up', async () => {
  let tries = 0
  const start = () => {
    tries += 1
    return taken()
  }
  await expect(startOnFreePort(folder, start)).rejects.toMatchObject({ code: 'unavailable' })
  expect(tries).toBe(5)
})

test('a start that fails for another reason is not repeated', async () => {
  let tries = 0
  const start = () => {
    tries += 1
    return Promise.reject(new AppError('unavailable', 'disk full'))
  }
  await expect(startOnFreePort(folder, start)).rejects.toThrow('disk full')
  expect(tries).toBe(1)
})
