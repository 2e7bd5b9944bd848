import { tmpdir } from 'node:os'
import { expect, test } from 'vitest'
import { type LogFields, ManualClock, silentLogger, systemClock } from '#kernel'
import { LOW_BYTES, watchDisk } from './disk-space.ts'
import { openMetrics } from './metrics.ts'

const turn = () => new Promise<void>((resolve) => setImmediate(resolve))

async function watched(disk: { room: number; failing?: boolean }) {
  const clock = new ManualClock()
  const said: [string, unknown][] = []
  const { metrics, text } = openMetrics()
  const note = (message: string, fields?: LogFields) => said.push([message, fields])
  const logger = { ...silentLogger, info: note, warn: note }
  const freeAt = async () => {
    if (disk.failing) throw new Error('no such disk')
    return disk.room
  }
  const watch = watchDisk({ folder: '/data', metrics, logger, clock, freeAt })
  const pass = async (ms = 30_000) => {
    clock.advance(ms)
    await turn()
  }
  await pass(0)
  return { disk, said, text, watch, pass }
}

test('the room on the disk is a figure, from the start and as it changes', async () => {
  const { disk, text, pass } = await watched({ room: 5e9 })
  expect(await text()).toContain('chargewright_data_disk_free_bytes 5000000000')
  disk.room = 4e9
  await pass()
  expect(await text()).toContain('chargewright_data_disk_free_bytes 4000000000')
})

test('it is said once that a disk is nearly full, and once that it has room again', async () => {
  const { disk, said, pass } = await watched({ room: LOW_BYTES })
  expect(said).toEqual([])
  for (disk.room = LOW_BYTES - 1; disk.room > LOW_BYTES - 5; disk.room--) await pass()
  expect(said).toEqual([[expect.stringContaining('nearly full'), { folder: '/data', freeBytes: LOW_BYTES - 1 }]])
  disk.room = LOW_BYTES
  await pass()
  expect(said.slice(1)).toEqual([[expect.stringContaining('room again'), { folder: '/data', freeBytes: LOW_BYTES }]])
})

test('a disk that cannot be looked at is looked at again', async () => {
  const { disk, said, pass } = await watched({ room: 0, failing: true })
  expect(said).toEqual([[expect.stringContaining('not known'), { folder: '/data', cause: 'Error: no such disk' }]])
  disk.failing = false
  await pass()
  expect(said[1]).toEqual([expect.stringContaining('nearly full'), { folder: '/data', freeBytes: 0 }])
})

test('after a stop nothing is looked at any more', async () => {
  const { disk, said, watch, pass } = await watched({ room: 5e9 })
  watch.stop()
  disk.room = 0
  await pass()
  expect(said).toEqual([])
})

test('the room on a disk of this machine', async () => {
  const { metrics, text } = openMetrics()
  const watch = watchDisk({ folder: tmpdir(), metrics, logger: silentLogger, clock: systemClock })
  await expect.poll(text).toMatch(/data_disk_free_bytes [1-9]\d{6,}/)
  watch.stop()
})
