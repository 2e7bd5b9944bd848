import fc from 'fast-check'
import { expect, test } from 'vitest'
import { maskSecrets } from './mask-secrets.ts'
import { MASK } from './secret-words.ts'

const SECRET = '0123456789abcdef0123'
const envelope = (body: string) =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"><s:Body xmlns:o="urn://Ocpp/Cp/2015/10/">${body}</s:Body></s:Envelope>`
const setting = (key: string, value: string, between = '') =>
  `<o:key>${key}</o:key>${between}<o:value>${value}</o:value>`

test.each([
  ['a key that is set', setting('AuthorizationKey', SECRET), setting('AuthorizationKey', MASK)],
  ['a key in another case', setting('authorizationkey', SECRET), setting('authorizationkey', MASK)],
  [
    "a vendor's password that is told, and nothing beside it",
    `${setting('A', '1')}${setting('WifiPassword', SECRET, '\n<o:readonly>false</o:readonly>\n')}${setting('B', '2')}`,
    `${setting('A', '1')}${setting('WifiPassword', MASK, '\n<o:readonly>false</o:readonly>\n')}${setting('B', '2')}`,
  ],
  ['a key without a value', setting('AuthorizationKey', ''), setting('AuthorizationKey', '')],
  [
    'an address',
    `<location>ftp://volt:${SECRET}@files.example/up</location>`,
    `<location>ftp://volt:${MASK}@files.example/up</location>`,
  ],
  [
    'a ticket',
    '<location>http://h/files/logs/0192aaaa.s3cr3t-_seal</location>',
    `<location>http://h/files/logs/0192aaaa.${MASK}</location>`,
  ],
])('A-15 of a SOAP message %s is masked', (_, body, masked) => {
  expect(maskSecrets(envelope(body))).toBe(envelope(masked))
})

test.each([
  ['a value that comes before its key', `<o:value>${SECRET}</o:value><o:key>AuthorizationKey</o:key>`],
  ['a key whose value is elsewhere', `<o:key>AuthorizationKey</o:key><o:x/>${setting('B', SECRET)}`],
  ['a key that is followed by another', `<o:key>AuthorizationKey</o:key>${setting('B', SECRET)}`],
  ['an element of its name', `<password>${SECRET}</password>`],
  ['a name written in numbers', setting('Authorization&#75;ey', SECRET)],
  ['a name written in hexadecimal numbers', setting('Authorization&#x4B;ey', SECRET)],
  ['a name broken by a comment', setting('Authorization<!-- -->Key', SECRET)],
  ['a name in CDATA', setting('<![CDATA[Authorization]]><![CDATA[Key]]>', SECRET)],
  ['an address in CDATA', `<location><![CDATA[ftp://volt:${SECRET}@files.example]]></location>`],
  ['a bracket that opens nothing', `${setting('AuthorizationKey', `>${SECRET}`)}`],
])('A-15 a SOAP message with %s is withheld', (_, body) => {
  const text = maskSecrets(envelope(body))
  expect(text).not.toContain(SECRET)
  expect(text).toMatch(/^\[\d+ characters withheld/)
})

test.each([
  ['no secret', '<o:idTag>ALICE</o:idTag>'],
  ['a comment', '<!-- hello --><o:idTag>ALICE</o:idTag>'],
  ['characters written as numbers', '<o:idTag>O&#39;Neil</o:idTag>'],
])('a SOAP message with %s stays as it is', (_, body) => {
  expect(maskSecrets(envelope(body))).toBe(envelope(body))
})

test('what is masked stays so, and whatever comes is read in time', () => {
  const piece = fc.constantFrom(
    '<',
    '>',
    '<!--',
    '-->',
    '<![CDATA[',
    ']]>',
    '<key>',
    '</key>',
    '<value>',
    'password',
    '&#75;',
    'x',
    ' ',
  )
  fc.assert(
    fc.property(fc.array(piece), (pieces) => {
      const text = maskSecrets(`<${pieces.join('')}`)
      return maskSecrets(text) === text
    }),
  )
  for (const text of ['<!--', '<key>', 'password', '<', '&#'].map((word) => `<${word.repeat(100_000)}`))
    maskSecrets(text)
})
