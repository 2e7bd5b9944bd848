import { describe, expect, test } from 'vitest'
import { inNetworks } from './networks.ts'

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
