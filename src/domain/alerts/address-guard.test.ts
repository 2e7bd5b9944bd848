import { describe, expect, test } from 'vitest'
import { checkTarget, guardedLookup, isPublic } from './address-guard.ts'

const open = { privateNetworks: false, hosts: [] }

test.each(['1.1.1.1', '8.8.8.8', '172.32.0.1', '100.128.0.1', '2606:4700::1111', '2a00:1450::1'])(
  '%s is public',
  (address) => {
    expect(isPublic(address)).toBe(true)
  },
)

test.each([
  ...[
    '127.0.0.1',
    '127.9.9.9',
    '0.0.0.0',
    '10.1.2.3',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '169.254.169.254',
  ],
  ...[
    '100.64.0.1',
    '198.18.0.1',
    '224.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    'fc00::1',
    'fd12::1',
    'fe80::1',
    'ff02::1',
  ],
  ...['::ffff:127.0.0.1', '::ffff:8.8.8.8', '64:ff9b::7f00:1', '2002:7f00:1::', 'example.org', ''],
])('%s is not', (address) => {
  expect(isPublic(address)).toBe(false)
})

describe('a target', () => {
  test.each(['https://example.org/hook', 'https://example.org:8443/?x=1', 'https://1.1.1.1/'])(
    '%s may be told',
    (target) => {
      expect(checkTarget(target, open).href).toBe(target)
    },
  )

  test.each([
    ['http://example.org/', /https/],
    ['ftp://example.org/', /no web address/],
    ['file:///etc/passwd', /no web address/],
    ['nonsense', /no web address/],
    ['https://user:pass@example.org/', /user or password/],
    ['https://127.0.0.1/', /not public/],
    ['https://2130706433/', /not public/],
    ['https://0x7f.1/', /not public/],
    ['https://[::1]/', /not public/],
    ['https://[::ffff:10.0.0.1]/', /not public/],
    ['https://169.254.169.254/latest/meta-data', /not public/],
  ])('%s may not', (target, problem) => {
    expect(() => checkTarget(target, open)).toThrow(problem)
    expect(() => checkTarget(target, open)).toThrow(expect.objectContaining({ code: 'invalid' }))
  })

  test('has to be on the list where there is one', () => {
    const listed = { privateNetworks: false, hosts: ['hooks.example.org'] }
    expect(checkTarget('https://HOOKS.example.org/', listed).hostname).toBe('hooks.example.org')
    expect(() => checkTarget('https://example.org/', listed)).toThrow(/list/)
  })

  test('may be anywhere where private networks are allowed', () => {
    expect(checkTarget('http://127.0.0.1:8080/', { privateNetworks: true, hosts: [] }).port).toBe('8080')
  })
})

describe('a name', () => {
  const lookUp = (privateNetworks: boolean, all: boolean) =>
    new Promise<unknown>((resolve) => {
      const done = (error: Error | null, found: unknown) => resolve(error === null ? found : error.message)
      guardedLookup({ privateNetworks, hosts: [] })('localhost', { all }, done)
    })

  test('is not reached when all its addresses are private, whatever it is called', async () => {
    expect(await lookUp(false, true)).toBe('its address is not public')
    expect(await lookUp(false, false)).toBe('its address is not public')
  })

  test('is reached where that is allowed', async () => {
    expect(await lookUp(true, false)).toMatch(/^(127\.0\.0\.1|::1)$/)
    expect(await lookUp(true, true)).toContainEqual({
      address: expect.stringMatching(/1$/),
      family: expect.any(Number),
    })
  })
})
