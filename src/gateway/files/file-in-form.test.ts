import fc from 'fast-check'
import { expect, test } from 'vitest'
import { boundaryOf, openForm } from './file-in-form.ts'

const form = (content: Uint8Array) =>
  Buffer.concat([
    Buffer.from('--B\r\nContent-Disposition: form-data; name="uploadfile"; filename="a.zip"\r\n\r\n'),
    content,
    Buffer.from('\r\n--B--\r\n'),
  ])

async function* inPieces(bytes: Buffer, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

async function read(source: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const { content } = await openForm(source, 'B')
  return Buffer.concat(await Array.fromAsync(content))
}

test('whatever a file holds and however it is cut, it comes out as it went in', async () => {
  const bytes = fc.uint8Array({ maxLength: 200 }).filter((one) => !Buffer.from(one).includes('\r\n--B'))
  await fc.assert(
    fc.asyncProperty(bytes, fc.integer({ min: 1, max: 50 }), async (content, size) => {
      expect(await read(inPieces(form(content), size))).toEqual(Buffer.from(content))
    }),
  )
})

test('the head says what it is called', async () => {
  expect((await openForm(inPieces(form(Buffer.from('x')), 7), 'B')).head).toContain('filename="a.zip"')
})

test.each([
  ['another boundary', form(Buffer.from('x')).toString().replaceAll('--B', '--C')],
  ['no head', '--B\r\nContent-Disposition: form-data'],
  ['nothing', ''],
  ['no end', form(Buffer.from('x')).subarray(0, -6).toString()],
  ['an endless head', `--B\r\n${'x'.repeat(10_000)}`],
])('with %s it is invalid', async (_what, text) => {
  await expect(read(inPieces(Buffer.from(text), 4_000))).rejects.toMatchObject({ code: 'invalid' })
})

test.each([
  ['multipart/form-data; boundary=abc', 'abc'],
  ['multipart/form-data; charset=utf-8; boundary="a b"', 'a b'],
  ['multipart/form-data', undefined],
  ['multipart/mixed; boundary=abc', undefined],
  ['application/octet-stream', undefined],
  [undefined, undefined],
])('the boundary of %s is %s', (contentType, boundary) => {
  expect(boundaryOf(contentType)).toBe(boundary)
})
