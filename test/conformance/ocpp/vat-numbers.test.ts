import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Payment } from '#domain/payments'
import { enterVatNumber, VatRegister } from '#simulator'
import { type TestPlatform, testPlatform } from '#test/platform'
import { type List, Operator, type Wire } from '../operator.ts'
import { car, type Simulated, simulated } from '../simulated.ts'

const HOUR_MS = 3_600_000
const ACME = 'DE123456789'
const company = {
  ...{ name: 'Acme GmbH', address1: 'Hauptstraße 1', postalCode: '10115', city: 'Berlin', country: 'DE' },
}

let register: VatRegister
let platform: TestPlatform
let operator: Operator
let id = ''
let post: Simulated
let count = 0
beforeAll(async () => {
  register = await VatRegister.open()
  platform = await testPlatform({ payments: { vatRegisterUrl: register.url } })
  operator = new Operator(platform, platform.ownerKey)
})
afterAll(async () => {
  await platform.stop()
  await register.close()
})
beforeEach(async () => {
  count += 1
  id = `VAT-${count}`
  register.trouble = undefined
  register.asked.length = 0
  register.companies.clear()
  register.companies.set(ACME, { name: 'Acme GmbH', address: 'Hauptstraße 1\n10115 Berlin' })
  post = simulated({ id, version: 'ocpp2.1', url: platform.ocppUrl, hardware: 'doublePost' })
  await post.boot()
  await operator.untilConnected(id)
  const { id: tariffId } = await operator.post<{ id: string }>('/tariffs', {
    ...{ partyId: 'default', currency: 'EUR', energy: { prices: [{ price: '0.50' }] } },
  })
  await operator.carryOut(id, 'set-default-tariff', { tariffId })
  return () => post.station.stop()
})

const type = (vatNumber: string, evseId?: number) => enterVatNumber(post.station, vatNumber, evseId)
const told = () => post.journal.exchange('VatNumberValidation')
/** Somebody charges for an hour and pays with a card at the terminal; `meanwhile` is what they do there. */
async function pay(meanwhile: () => Promise<unknown>) {
  const card = { value: `CARD-${id}`, type: 'DirectPayment' } as const
  post.station.plugIn(car)
  expect(await post.station.presentToken(card)).toMatchObject({ accepted: true })
  await meanwhile()
  post.clock.advance(HOUR_MS)
  await post.station.presentToken(card)
  const { request } = await post.journal.exchange('NotifySettlement')
  const [payment] = (await operator.get<List<Wire<Payment>>>(`/payments?stationId=${id}`)).items
  return { request, payment }
}

describe('a VAT number that the driver types at the terminal', () => {
  test('C18.FR.08 C18.FR.09 C18.FR.10 C21.FR.02 of a company is good: it goes into the settlement, and onto the receipt', async () => {
    const { request, payment } = await pay(() => type(ACME))
    expect(await told()).toMatchObject({
      request: { vatNumber: ACME, evseId: 1 },
      response: { vatNumber: ACME, evseId: 1, status: 'Accepted', company },
    })
    expect(register.asked).toEqual(['/ms/DE/vat/123456789'])
    expect(request).toMatchObject({ status: 'Settled', vatNumber: ACME, vatCompany: company })
    expect(payment).toMatchObject({ state: 'settled', vatNumber: ACME, company })
    const receipt = await fetch(`${platform.apiUrl}/api/v1/receipts/${payment?.id}`)
    expect(await receipt.json()).toMatchObject({ vatNumber: ACME, company })
  })

  test('C18.FR.09 that nobody has is Rejected, and goes nowhere', async () => {
    const { request, payment } = await pay(() => type('DE999999999'))
    expect((await told()).response).toEqual({ vatNumber: 'DE999999999', evseId: 1, status: 'Rejected' })
    expect(register.asked).toEqual(['/ms/DE/vat/999999999'])
    expect(request).not.toHaveProperty('vatNumber')
    expect(payment).toMatchObject({ state: 'settled' })
    expect(payment).not.toHaveProperty('vatNumber')
  })

  test('C18.FR.09 without the form of its country is Rejected, and nobody is asked', async () => {
    expect(await type('DE12')).toEqual({ isValid: false })
    expect(await type('XX123456789')).toEqual({ isValid: false })
    expect(register.asked).toEqual([])
  })

  test('C18.FR.10 is of the EVSE it was typed for, and of no other', async () => {
    const { request } = await pay(() => type(ACME, 2))
    expect((await told()).response).toMatchObject({ evseId: 2, status: 'Accepted' })
    expect(request).not.toHaveProperty('vatNumber')
  })

  test('C18.FR.08 counts for one receipt only', async () => {
    await pay(() => type(ACME))
    post.station.unplug()
    const { request } = await pay(async () => undefined)
    expect(request).not.toHaveProperty('vatNumber')
  })

  test.each(['cut', 'member-state-away', 'nonsense'] as const)(
    'C18.FR.09 is judged by its form when the register does not say (%s), and the answer admits it',
    async (trouble) => {
      register.trouble = trouble
      expect(await type(ACME)).toEqual({ isValid: true })
      expect((await told()).response).toMatchObject({
        ...{ status: 'Accepted', statusInfo: { reasonCode: 'Unspecified', additionalInfo: 'register-away' } },
      })
      expect(await type('DE12')).toEqual({ isValid: false })
    },
  )

  test('C18.FR.09 of a country with a register of its own is judged by its form', async () => {
    expect(await type('CHE123456789')).toEqual({ isValid: true })
    expect(register.asked).toEqual([])
  })

  test('C18.FR.09 of a company whose address is not told is good without one', async () => {
    register.companies.set(ACME, { name: '---', address: '---' })
    expect(await type(ACME)).toEqual({ isValid: true })
  })

  test('C18.FR.08 cannot be typed where nobody hears it', async () => {
    post.station.goOffline()
    expect(await type(ACME)).toBeUndefined()
    const before = simulated({ id: `${id}-201`, version: 'ocpp2.0.1', url: platform.ocppUrl })
    await before.boot()
    expect(await enterVatNumber(before.station, ACME)).toBeUndefined()
    before.station.stop()
    expect(register.asked).toEqual([])
  })
})
