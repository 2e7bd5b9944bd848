import { afterEach, beforeEach, expect, test } from 'vitest'
import { ManualClock } from '#kernel'
import { ContractPool } from '#simulator'
import { createContractPool } from './contract-pool.ts'
import { clientToken } from './pool-token.ts'

const request = {
  ...{ stationId: 'CS-1', partyId: 'default', action: 'install' as const },
  schemaVersion: 'urn:iso:15118:2:2013:MsgDef',
  exiRequest: Buffer.from(JSON.stringify({ pcid: 'CAR' })).toString('base64'),
}
let pool: ContractPool
let clock: ManualClock
beforeEach(async () => {
  pool = await ContractPool.open()
  pool.contracts.set('CAR', [{ emaid: 'DE8AAA00000001', chain: '' }])
  clock = new ManualClock()
})
afterEach(() => pool.close())

function asker(secret = pool.client.secret) {
  const { id: clientId, audience } = pool.client
  const token = clientToken({ clock, url: `${pool.url}/oauth/token`, clientId, clientSecret: secret, audience })
  return createContractPool({ clock, url: pool.url, token })
}

test('a token is used as long as it is good, and then there is another', async () => {
  const asking = asker()
  for (let time = 0; time < 2; time += 1) expect(await asking.contracts(request)).toHaveLength(1)
  expect(pool.tokens).toBe(1)
  clock.advance(3_600_000)
  expect(await asking.contracts(request)).toHaveLength(1)
  expect(pool.tokens).toBe(2)
})

test('a token the pool does not believe any more is replaced by another, once', async () => {
  const asking = asker()
  await asking.contracts(request)
  pool.token = 'second-token'
  expect(await asking.contracts(request)).toHaveLength(1)
  expect(pool.tokens).toBe(2)
})

test('who is given no token gets no contracts, and the secret is in no message', async () => {
  const failed = await asker('a wrong secret')
    .contracts(request)
    .catch((error: unknown) => error)
  expect(failed).toMatchObject({ code: 'unavailable', message: expect.stringContaining('status 401') })
  expect(JSON.stringify(failed)).not.toContain('a wrong secret')
  expect(pool.asked).toEqual([])
})
