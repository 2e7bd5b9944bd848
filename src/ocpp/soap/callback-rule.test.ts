import { describe, expect, test } from 'vitest'
import { callbackRule } from './callback-rule.ts'

describe('G-03 without networks only the address a station sends from is called', () => {
  const rule = callbackRule([])
  test.each([
    ['192.0.2.7', '192.0.2.7', true],
    ['192.0.2.7', '::ffff:192.0.2.7', true],
    ['2001:db8::7', '2001:db8::7', true],
    ['192.0.2.8', '192.0.2.7', false],
    ['127.0.0.1', '192.0.2.7', false],
    ['::1', '192.0.2.7', false],
    ['169.254.169.254', '192.0.2.7', false],
    ['', '192.0.2.7', false],
  ])('%s for a station at %s: %s', (address, station, allowed) => {
    expect(rule(address, station)).toBe(allowed)
  })
})

describe('G-03 with networks those alone are called', () => {
  const rule = callbackRule(['10.1.0.0/16', '192.0.2.7', '2001:db8::/32'])
  test.each([
    ['10.1.2.3', true],
    ['::ffff:10.1.2.3', true],
    ['192.0.2.7', true],
    ['2001:db8:1::1', true],
    ['10.2.0.1', false],
    ['192.0.2.8', false],
    ['2001:db9::1', false],
    ['127.0.0.1', false],
    ['no address', false],
  ])('%s: %s', (address, allowed) => {
    // Whatever the station sends from: behind a proxy all send from there.
    expect(rule(address, address)).toBe(allowed)
  })
})
