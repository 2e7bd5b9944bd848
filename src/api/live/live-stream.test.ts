import { expect, test } from 'vitest'
import { LARGEST_BACKLOG_BYTES, LiveStream, PATIENCE_HEARTBEATS } from './live-stream.ts'

const kilobyte = 'x'.repeat(1000)

/** Reads everything that waits. */
function read(stream: LiveStream): string {
  return String(stream.body.read() ?? '')
}

function fill(stream: LiveStream): number {
  let sent = 0
  while (sent * 1000 < LARGEST_BACKLOG_BYTES * 2) {
    stream.send('status', { kilobyte })
    sent += 1
  }
  return sent
}

test('an event is its kind and its data on one line, whatever the data', () => {
  const stream = new LiveStream(() => {})
  read(stream)
  stream.send('message', { frame: 'a\nb\r\ndata: c' })
  expect(read(stream)).toBe('event: message\ndata: {"frame":"a\\nb\\r\\ndata: c"}\n\n')
})

test('a reader that is behind costs a bounded amount of memory', () => {
  const stream = new LiveStream(() => {})
  fill(stream)
  expect(stream.body.readableLength).toBeLessThanOrEqual(LARGEST_BACKLOG_BYTES)
  expect(stream.body.readableLength).toBeGreaterThan(LARGEST_BACKLOG_BYTES - 2000)
})

test('a reader that missed something is told once, after it has read the rest', () => {
  const stream = new LiveStream(() => {})
  fill(stream)
  expect(read(stream)).not.toContain('resync')
  stream.send('status', { evseId: 1 })
  stream.send('status', { evseId: 2 })
  expect(read(stream)).toBe(
    'event: resync\ndata: {}\n\nevent: status\ndata: {"evseId":1}\n\nevent: status\ndata: {"evseId":2}\n\n',
  )
})

test('a reader that missed something on a stream gone quiet is told with the next heartbeat', () => {
  const stream = new LiveStream(() => {})
  fill(stream)
  read(stream)
  stream.heartbeat()
  expect(read(stream)).toBe('event: resync\ndata: {}\n\n:\n\n')
})

test('a reader that does not read is cut off', async () => {
  const closed = Promise.withResolvers<void>()
  const stream = new LiveStream(closed.resolve)
  for (let beat = 1; beat < PATIENCE_HEARTBEATS; beat += 1) stream.heartbeat()
  expect(stream.body.destroyed).toBe(false)
  stream.heartbeat()
  expect(stream.body.destroyed).toBe(true)
  await closed.promise
  stream.send('status', {})
  stream.heartbeat()
})

test('a reader that catches up in time is not cut off', () => {
  const stream = new LiveStream(() => {})
  for (let beat = 0; beat < 10 * PATIENCE_HEARTBEATS; beat += 1) {
    if (beat % PATIENCE_HEARTBEATS === 0) read(stream)
    stream.heartbeat()
  }
  expect(stream.body.destroyed).toBe(false)
})
