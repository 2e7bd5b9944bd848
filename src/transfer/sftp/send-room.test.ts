import { Socket } from 'node:net'
import { Writable } from 'node:stream'
import { expect, test } from 'vitest'
import { ManualClock } from '#kernel'
import { roomToSend } from './send-room.ts'

/** A channel whose window is shut until it is opened. */
function shut() {
  const waiting: (() => void)[] = []
  const channel = new Writable({ write: (_piece, _encoding, done) => void waiting.push(done) })
  const open = () => {
    for (const done of waiting.splice(0)) done()
  }
  return { channel, open }
}
const clock = new ManualClock('2026-03-01T12:00:00Z')
const MUCH = Buffer.alloc(2_000_000)

test('there is room as long as little waits', async () => {
  const { channel } = shut()
  channel.write(Buffer.alloc(1_000))
  expect(await roomToSend(channel, new Socket(), clock)).toBe(true)
})

test('where much waits, there is room once the window opens', async () => {
  const { channel, open } = shut()
  channel.write(MUCH)
  const room = roomToSend(channel, new Socket(), clock)
  open()
  clock.advance(20)
  expect(await room).toBe(true)
})

test('a peer that takes nothing for a minute gets no more', async () => {
  const { channel } = shut()
  channel.write(MUCH)
  const room = roomToSend(channel, new Socket(), clock)
  clock.advance(60_000)
  expect(await room).toBe(false)
})

test('there is no room for one that is gone', async () => {
  const { channel } = shut()
  channel.write(MUCH)
  const socket = new Socket()
  socket.destroy()
  expect(await roomToSend(channel, socket, clock)).toBe(false)
})
