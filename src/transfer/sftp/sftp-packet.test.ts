import { expect, test } from 'vitest'
import { PacketFields, packet, readPackets } from './sftp-packet.ts'

async function read(...pieces: readonly Uint8Array[]): Promise<Buffer[]> {
  const found: Buffer[] = []
  const source = (async function* () {
    yield* pieces
  })()
  for await (const each of readPackets(source)) found.push(Buffer.from(each))
  return found
}

test('packets are read as they were written, however they are cut', async () => {
  const both = Buffer.concat([packet(3, 7, '/a log', 26), packet(6, 8, { counted: Buffer.from('piece') })])
  const whole = await read(both)
  const cut = await read(...Array.from(both, (_, at) => both.subarray(at, at + 1)))
  expect(cut).toEqual(whole)
  const [first = Buffer.alloc(0), second = Buffer.alloc(0)] = whole
  const fields = new PacketFields(first)
  expect([fields.byte(), fields.uint32(), fields.text(), fields.uint32()]).toEqual([3, 7, '/a log', 26])
  const other = new PacketFields(second)
  expect([other.byte(), other.uint32(), other.bytes().toString()]).toEqual([6, 8, 'piece'])
})

test('one that is longer than any may be, or empty, is no packet', async () => {
  await expect(read(Buffer.from([0xff, 0xff, 0xff, 0xff, 1]))).rejects.toThrow('so long')
  await expect(read(Buffer.alloc(4))).rejects.toThrow('so long')
})

test('what breaks off in the middle is not read', async () => {
  expect(await read(packet(3, 7).subarray(0, 6))).toEqual([])
})

test.each([
  ['a number', (fields: PacketFields) => fields.uint32()],
  ['a long number', (fields: PacketFields) => fields.uint64()],
  ['text that says it is longer', (fields: PacketFields) => fields.text()],
])('%s that is not there cannot be read', (_what, ask) => {
  expect(() => ask(new PacketFields(Buffer.from([0, 0, 0])))).toThrow(RangeError)
  expect(() => new PacketFields(Buffer.from([0, 0, 0, 9, 1])).text()).toThrow(RangeError)
})
