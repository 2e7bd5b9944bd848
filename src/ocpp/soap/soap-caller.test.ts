import { expect, test } from 'vitest'
import { ManualClock } from '#kernel'
import { TestAuthority } from '#test/certificates'
import { response, SoapEar, textOf } from '#test/soap-station'
import { SoapCaller } from './soap-caller.ts'

test('the server of a station is trusted as soon as its root is, without another caller', async () => {
  const authority = await TestAuthority.create('Later')
  const ear = await SoapEar.open('localhost', await authority.issue({ commonName: 'localhost' }))
  const roots: string[] = []
  const caller = new SoapCaller(
    {
      ...{ identity: 'CP-1', version: 'ocpp1.6', clock: new ManualClock(), mayCall: () => true },
      ...{ authorities: () => roots, maxMessageBytes: 10_000, answerTimeoutMs: 30_000 },
    },
    { url: ear.url, remoteAddress: '127.0.0.1', ours: undefined, slash: true },
  )
  const ask = (messageId: string) => caller.ask(messageId, 'ClearCache', {}, () => {})
  // Nothing has reached the station.
  expect(await ask('before')).toBeUndefined()
  expect(ear.heard.size).toBe(0)
  roots.push(authority.cert)
  const asked = ask('after')
  const heard = await ear.heard.next()
  const id = textOf({ status: 200, headers: {}, text: heard.text }, 'MessageID') ?? ''
  heard.answer(200, response('ClearCache', '<status>Accepted</status>', id))
  expect(JSON.parse((await asked)?.frame ?? '')).toEqual([3, 'after', { status: 'Accepted' }])
  ear.close()
})
