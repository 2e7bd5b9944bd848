import { deflateRawSync, deflateSync, gzipSync, inflateSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { decode, encode } from './content-coding.ts'

const text = '<a>hello</a>'.repeat(200)
const LIMIT = 10_000

describe('G-06: gzip and deflate', () => {
  test.each([
    ['gzip', gzipSync(text)],
    ['x-gzip', gzipSync(text)],
    ['GZIP', gzipSync(text)],
    ['deflate', deflateSync(text)],
    ['deflate', deflateRawSync(text)],
    ['identity', Buffer.from(text)],
    [undefined, Buffer.from(text)],
  ])('%s is read', async (coding, body) => {
    expect((await decode(body, coding, LIMIT)).toString()).toBe(text)
  })

  test.each([
    ['a coding nobody asked for', 'br', Buffer.from(text), 'unsupported'],
    ['two codings', 'gzip, gzip', gzipSync(text), 'unsupported'],
    ['what is no gzip', 'gzip', Buffer.from(text), 'invalid'],
    ['what is cut off', 'gzip', gzipSync(text).subarray(0, 20), 'invalid'],
    ['a bomb', 'gzip', gzipSync(Buffer.alloc(50_000_000)), 'too-large'],
    ['a bomb of the other kind', 'deflate', deflateSync(Buffer.alloc(50_000_000)), 'too-large'],
  ])('%s is refused', async (_, coding, body, code) => {
    await expect(decode(body, coding, LIMIT)).rejects.toMatchObject({ code })
  })

  test('an answer is compressed for who wants it, where it gets shorter', async () => {
    const { body, coding } = await encode(text, 'br, deflate;q=0.5, gzip')
    expect(coding).toBe('deflate')
    expect(inflateSync(body).toString()).toBe(text)
    expect((await encode(text, 'gzip;q=0')).coding).toBeUndefined()
    expect((await encode(text, undefined)).coding).toBeUndefined()
    expect((await encode('short', 'gzip')).coding).toBeUndefined()
  })
})
