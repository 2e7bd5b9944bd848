import { expect, test } from 'vitest'
import { allowedUrl } from './responder-list.ts'

const list = ['ocsp.example.org', 'crl.example.org:8080', '*.pki.example.com']

test.each([
  'http://ocsp.example.org/',
  'https://OCSP.example.org/path?query',
  'http://ocsp.example.org:80/',
  'https://ocsp.example.org:443/',
  'http://crl.example.org:8080/root.crl',
  'http://a.pki.example.com/',
  'http://a.b.pki.example.com/',
])('%s may be asked', (url) => {
  expect(allowedUrl(url, list)?.href).toBe(new URL(url).href)
})

test.each([
  'http://ocsp.example.org:8080/',
  'http://crl.example.org/',
  'http://pki.example.com/',
  'http://evilpki.example.com/',
  'http://a.pki.example.com:8080/',
  'http://ocsp.example.org.evil.net/',
  'http://ocsp.example.org./',
  'http://evil.net/#ocsp.example.org',
  'http://evil.net\\@ocsp.example.org',
  'http://ocsp.example.org@evil.net/',
  'http://user@ocsp.example.org/',
  'http://127.0.0.1/',
  'http://[::1]/',
  'http://2130706433/',
  'file:///ocsp.example.org',
  'gopher://ocsp.example.org/',
  'ocsp.example.org',
  '',
])('%s may not', (url) => {
  expect(allowedUrl(url, list)).toBeUndefined()
})

test('without a list nobody may', () => {
  expect(allowedUrl('http://ocsp.example.org/', [])).toBeUndefined()
})
