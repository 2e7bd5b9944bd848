import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { maskSecrets } from './mask-secrets.ts'
import { MASK } from './secret-words.ts'

const SECRET = '0123456789abcdef0123'
const basicAuth = { component: { name: 'SecurityCtrlr' }, variable: { name: 'BasicAuthPassword' } }

describe('A-15: secrets are in no message that is kept', () => {
  test.each<[string, unknown]>([
    ['1.6 ChangeConfiguration', [2, '1', 'ChangeConfiguration', { key: 'AuthorizationKey', value: SECRET }]],
    ['… in another case', [2, '1', 'ChangeConfiguration', { key: 'authorizationkey', value: SECRET }]],
    ["… a vendor's own key", [2, '1', 'ChangeConfiguration', { key: 'WifiPassword', value: SECRET }]],
    [
      '1.6 GetConfiguration.conf',
      [3, '1', { configurationKey: [{ key: 'AuthorizationKey', readonly: false, value: SECRET }] }],
    ],
    ['2.x SetVariables', [2, '1', 'SetVariables', { setVariableData: [{ ...basicAuth, attributeValue: SECRET }] }]],
    ['2.x GetVariables', [3, '1', { getVariableResult: [{ ...basicAuth, attributeValue: SECRET }] }]],
    [
      '2.x NotifyReport',
      [
        2,
        '1',
        'NotifyReport',
        { reportData: [{ ...basicAuth, variableAttribute: [{ type: 'Actual', value: SECRET }] }] },
      ],
    ],
    ['2.x NotifyEvent', [2, '1', 'NotifyEvent', { eventData: [{ ...basicAuth, actualValue: SECRET }] }]],
    ['C04.FR.04 a key code', [2, '1', 'Authorize', { idToken: { idToken: SECRET, type: 'KeyCode' } }]],
    [
      'a network profile',
      [
        2,
        '1',
        'SetNetworkProfile',
        {
          connectionData: {
            apn: { apnPassword: SECRET, simPin: SECRET },
            vpn: { server: 'vpn.example', password: SECRET, key: SECRET },
            basicAuthPassword: SECRET,
          },
        },
      ],
    ],
    ['an address', [2, '1', 'GetDiagnostics', { location: `ftp://volt:${SECRET}@files.example/up` }]],
  ])('%s', (_, frame) => {
    const text = maskSecrets(JSON.stringify(frame))
    expect(text).not.toContain(SECRET)
    expect(text).toContain(MASK)
  })

  test('spelt with escapes they are found too', () => {
    const frame = `[2,"1","ChangeConfiguration",{"key":"Authorization\\u004bey","value":"${SECRET}"}]`
    expect(maskSecrets(frame)).not.toContain(SECRET)
  })

  test('a frame that is broken off where one may stand is withheld', () => {
    expect(maskSecrets(`[2,"1","ChangeConfiguration",{"key":"AuthorizationKey","value":"${SECRET}`)).not.toContain(
      SECRET,
    )
  })

  test('one that is nested without end is masked, and ends', () => {
    const deep = `${'['.repeat(5_000)}"password"${']'.repeat(5_000)}`
    expect(maskSecrets(deep).length).toBeLessThan(1_000)
  })
})

test('everything else is kept as it was said', () => {
  const frames: unknown[] = [
    [2, '1', 'ChangeConfiguration', { key: 'HeartbeatInterval', value: '300' }],
    [2, '1', 'Authorize', { idToken: { idToken: '04AB', type: 'ISO14443' } }],
    [3, '1', { getVariableResult: [{ ...basicAuth, attributeStatus: 'Rejected' }] }],
    [2, '1', 'GetDiagnostics', { location: 'ftp://volt@files.example/up' }],
  ]
  for (const frame of frames) expect(maskSecrets(JSON.stringify(frame))).toBe(JSON.stringify(frame))
})

test('whatever a frame is, masking it never fails, and masking it again changes nothing', () => {
  const frame = fc.oneof(
    fc.json(),
    fc.string(),
    fc.json().map((text) => `${text}"password"`),
  )
  fc.assert(fc.property(frame, (text) => maskSecrets(maskSecrets(text)) === maskSecrets(text)))
})

test('a ticket to a file of ours keeps only what it is for', () => {
  const location = 'http://host:9000/files/logs/0192aaaa-0000-7000-8000-000000000000.s3cr3t-_seal/station.log'
  const masked = maskSecrets(JSON.stringify([2, 'a', 'GetLog', { log: { remoteLocation: location } }]))
  expect(masked).not.toContain('s3cr3t')
  expect(masked).toContain('/files/logs/0192aaaa-0000-7000-8000-000000000000.***/station.log')
})

test('C04.FR.04: a code that a person typed is hidden in commands too, a card is not', () => {
  const request = (tokenKind: string) => JSON.stringify({ evseId: 1, token: '4711', tokenKind })
  expect(maskSecrets(request('key-code'))).toBe(JSON.stringify({ evseId: 1, token: MASK, tokenKind: 'key-code' }))
  expect(maskSecrets(request('rfid'))).toBe(request('rfid'))
})
