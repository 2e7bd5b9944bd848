import { expect, test } from 'vitest'
import { ByteQueue } from './byte-queue.ts'

async function gathered(queue: ByteQueue): Promise<string> {
  let text = ''
  for await (const piece of queue) text += Buffer.from(piece).toString()
  return text
}

test('pieces come out in order, whole', async () => {
  const queue = new ByteQueue()
  const whole = gathered(queue)
  await queue.push(Buffer.from('one '))
  await queue.push(Buffer.from('two'))
  queue.end()
  expect(await whole).toBe('one two')
})

test('a file that breaks off is told to whoever takes it', async () => {
  const queue = new ByteQueue()
  const whole = gathered(queue)
  await queue.push(Buffer.from('half'))
  queue.fail(new Error('hung up'))
  await expect(whole).rejects.toThrow('hung up')
  await expect(queue.push(Buffer.from('more'))).rejects.toThrow('hung up')
})

test('whoever takes no more is told to whoever brings it', async () => {
  const queue = new ByteQueue()
  const first = (async () => {
    for await (const _piece of queue) return
  })()
  await expect(queue.push(Buffer.from('one'))).rejects.toThrow('Nobody takes')
  await first
  await expect(queue.push(Buffer.from('two'))).rejects.toThrow('Nobody takes')
})

test('only one piece is on its way at a time', async () => {
  const queue = new ByteQueue()
  void queue.push(Buffer.from('one')).catch(() => {})
  await expect(queue.push(Buffer.from('two'))).rejects.toThrow('not taken yet')
})
