import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { countedAs, inNetworks } from './networks.ts'

describe('networks', () => {
  const isInside = inNetworks(['192.0.2.7', '10.0.0.0/8', 'fd00::/8', 'loopback'])

  test.each(['192.0.2.7', '10.255.0.1', 'fd12::1', '127.0.0.1', '127.9.9.9', '::1', '::ffff:10.1.2.3'])(
    '%s lies in one of them',
    (address) => expect(isInside(address)).toBe(true),
  )

  test.each(['192.0.2.8', '11.0.0.1', 'fe80::1', '::2', '::ffff:192.0.2.8', '', 'unknown', '10.0.0.1:80', '10.0.0'])(
    '%j lies in none',
    (address) => expect(isInside(address)).toBe(false),
  )

  test('nothing lies in no network', () => expect(inNetworks([])('127.0.0.1')).toBe(false))
})

describe('attempts are counted', () => {
  test.each([
    ['192.0.2.7', '192.0.2.7'],
    ['::ffff:192.0.2.7', '192.0.2.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:db8:1:2::9', '2001:db8:1:2::/64'],
    ['2001:db8::9', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['::', '0:0:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['64:ff9b::192.0.2.7', '64:ff9b:0:0::/64'],
    ['no address', 'no address'],
  ])('those of %s as of %s', (address, counted) => expect(countedAs(address)).toBe(counted))

  test('those of an IPv6 address with all others that begin with the same 64 bits, however they are written', () => {
    const group = fc.integer({ min: 0, max: 0xffff }).map((number) => number.toString(16))
    const half = fc.array(group, { minLength: 4, maxLength: 4 })
    fc.assert(
      fc.property(half, half, half, (network, one, other) => {
        const long = [...network, ...one].join(':')
        const short = new URL(`http://[${[...network, ...other].join(':')}]/`).hostname.slice(1, -1)
        // Those that stand for an IPv4 address are counted as that.
        fc.pre(!short.startsWith('::ffff:') && network.some((bits) => bits !== '0'))
        expect(countedAs(short)).toBe(countedAs(long))
      }),
    )
  })
})
