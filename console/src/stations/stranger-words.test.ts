import { expect, test } from 'vitest'
import { strangerWords } from './stranger-words.ts'

const about = { id: 's', remoteAddress: '192.0.2.1', firstAt: '2026-03-01T12:00:00Z', lastAt: '2026-03-01T12:00:00Z' }

test.each([
  [
    { kind: 'unknown-station', identity: 'CS-9', reason: 'unknown-station', protocol: 'ocpp1.6', times: 1 },
    'from 192.0.2.1 · OCPP 1.6 · nobody has entered it · once',
  ],
  [
    { kind: 'unknown-station', identity: 'CS-9', reason: 'profile-too-low', times: 3 },
    'from 192.0.2.1 · it came with a lower security profile than is served · 3 times',
  ],
  [{ kind: 'tls', reason: 'ERR_SSL_NO_SHARED_CIPHER', times: 2 }, 'TLS failed: ERR_SSL_NO_SHARED_CIPHER · 2 times'],
] as const)('%j is told as %s', (stranger, words) => {
  expect(strangerWords({ ...about, ...stranger })).toBe(words)
})
