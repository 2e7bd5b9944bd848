import { expect, test } from 'vitest'
import { firmwarePath, logPath, readFilePath } from './file-path.ts'

test('a path leads back to what it was made of, whatever a proxy puts before it', () => {
  expect(readFilePath(firmwarePath('id.seal', 'a b.bin'))).toEqual({
    kind: 'firmware',
    ticket: 'id.seal',
    name: 'a b.bin',
  })
  expect(readFilePath(`/charging${logPath('id.seal')}?x=1`)).toEqual({ kind: 'log', ticket: 'id.seal' })
})

test.each([
  ['/files/logs/t/my.log', 'my.log'],
  ['/files/logs/t/', undefined],
  ['/files/logs/t/%2e%2e%2fetc%2fpasswd', '.._etc_passwd'],
  ['/files/logs/t/a%0d%0ab', 'a__b'],
  ['/files/logs/t/%22quoted%22', '_quoted_'],
  ['/files/logs/t/%E0%A4%A', undefined],
  ['/files/logs/t/%2f%2f', '__'],
])('%s names the file %s', (path, name) => {
  expect(readFilePath(path)?.name).toBe(name)
})

test.each(['/', '/files/logs', '/files/logs/', '/files/logs/t/a/b', '/files/other/t', '/ocpp/CS-1'])(
  '%s is none',
  (path) => {
    expect(readFilePath(path)).toBeUndefined()
  },
)
