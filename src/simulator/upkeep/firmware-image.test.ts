import { expect, test } from 'vitest'
import { makeFirmware, readFirmware } from './firmware-image.ts'

const content = { vendor: 'Acme', model: 'One', version: '2.0' }

test('a firmware file says what it is, whatever its length', () => {
  expect(readFirmware(makeFirmware(content))).toEqual(content)
  expect(readFirmware(makeFirmware(content, 100_000))).toEqual(content)
})

test('one that was changed, cut or is something else says nothing', () => {
  const file = makeFirmware(content)
  const changed = Buffer.from(file)
  changed.writeUInt8(changed.readUInt8(500) ^ 1, 500)
  expect(readFirmware(changed)).toBeUndefined()
  expect(readFirmware(file.subarray(0, -1))).toBeUndefined()
  expect(readFirmware(Buffer.from('hello'))).toBeUndefined()
  expect(readFirmware(Buffer.alloc(0))).toBeUndefined()
})
