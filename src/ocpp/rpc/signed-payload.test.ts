import { generateKeyPairSync } from 'node:crypto'
import { expect, test } from 'vitest'
import { parseFrame, readSignatureHeader, type Signature, signPayload, verifySignature, writeCall } from '#ocpp/rpc'

const keys = {
  ES256: generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  RS256: generateKeyPairSync('rsa', { modulusLength: 2048 }),
  RS384: generateKeyPairSync('rsa', { modulusLength: 2048 }),
}
const payload = { reason: 'PowerUp', chargingStation: { model: 'M', vendorName: 'V' } }

function signatureOf(text: string): Signature {
  const frame = parseFrame(text, 'ocpp2.0.1')
  if (frame.type !== 'call' || frame.signature === undefined) throw new TypeError('not a signed call')
  return frame.signature
}

test.each(['ES256', 'RS256', 'RS384'] as const)(
  'B-19 a message signed with %s is read, and can be verified',
  (algorithm) => {
    const { privateKey, publicKey } = keys[algorithm]
    const text = writeCall(
      '1',
      'BootNotification-Signed',
      signPayload('BootNotification', payload, algorithm, privateKey),
    )
    expect(parseFrame(text, 'ocpp2.0.1')).toMatchObject({ type: 'call', action: 'BootNotification', payload })
    const signature = signatureOf(text)
    expect(readSignatureHeader(signature)).toMatchObject({ algorithm, action: 'BootNotification' })
    expect(verifySignature(signature, publicKey)).toBe(true)
  },
)

test('B-19 a signature by another key, or over something else, does not verify', () => {
  const { privateKey } = keys.ES256
  const text = writeCall('1', 'Heartbeat-Signed', signPayload('Heartbeat', payload, 'ES256', privateKey))
  const signature = signatureOf(text)
  const stranger = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  expect(verifySignature(signature, stranger.publicKey)).toBe(false)
  expect(verifySignature(signature, keys.RS256.publicKey)).toBe(false)
  const changed = { ...signature, payload: Buffer.from('{"reason":"Other"}').toString('base64url') }
  expect(verifySignature(changed, keys.ES256.publicKey)).toBe(false)
})

test('B-19 no algorithm but those allowed is believed', () => {
  const header = Buffer.from('{"alg":"none"}').toString('base64url')
  expect(verifySignature({ protectedHeader: header, payload: 'e30', signature: '' }, keys.ES256.publicKey)).toBe(false)
})

test('B-19 the compact form is read too', () => {
  const {
    protected: header,
    payload: body,
    signature,
  } = signPayload('Heartbeat', payload, 'ES256', keys.ES256.privateKey)
  const text = JSON.stringify([2, '1', 'Heartbeat-Signed', `${header}.${body}.${signature}`])
  expect(parseFrame(text, 'ocpp2.1')).toMatchObject({ type: 'call', action: 'Heartbeat', payload })
})

test('B-19 a signed answer is read', () => {
  const signed = signPayload('Heartbeat', { currentTime: '2026-01-01T00:00:00Z' }, 'ES256', keys.ES256.privateKey)
  const frame = parseFrame(JSON.stringify([3, '1', signed]), 'ocpp2.1')
  expect(frame).toMatchObject({ type: 'result', payload: { currentTime: '2026-01-01T00:00:00Z' } })
})

test.each([
  ['an object without signature', {}],
  ['text that is no JWS', 'a.b'],
  ['a payload that is no JSON', { protected: 'e30', payload: 'AAAA', signature: '' }],
  ['a payload that is no object', { protected: 'e30', payload: 'MQ', signature: '' }],
  ['nothing', null],
])('B-19 a signed call with %s is a format error', (_what, body) => {
  expect(parseFrame(JSON.stringify([2, '1', 'Heartbeat-Signed', body]), 'ocpp2.1')).toMatchObject({
    type: 'malformed',
    messageId: '1',
    code: 'format',
  })
})
