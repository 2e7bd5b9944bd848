import { expect, onTestFinished, test } from 'vitest'
import { silentLogger, systemClock } from '#kernel'
import { VatRegister } from '#simulator'
import { createVatRegister } from './vat-register.ts'

async function opened(company: { name: string; address: string }, number = 'DE123456789') {
  const register = await VatRegister.open()
  onTestFinished(() => register.close())
  register.companies.set(number, company)
  const ask = createVatRegister({ clock: systemClock, logger: silentLogger, url: `${register.url}/` })
  return { register, ask }
}

test.each([
  ['DE123456789', 'Weg 2\n10115 Berlin', { address1: 'Weg 2', postalCode: '10115', city: 'Berlin' }],
  ['NL123456789B01', 'Gracht 3\n1012AB Amsterdam', { address1: 'Gracht 3', postalCode: '1012AB', city: 'Amsterdam' }],
  ['LU12345678', 'Rue 4\nL-1234 Luxembourg', { address1: 'Rue 4', postalCode: 'L-1234', city: 'Luxembourg' }],
  ['IE1234567A', 'Floor 5\nLane 6\nCork', { address1: 'Floor 5', address2: 'Lane 6', city: 'Cork' }],
])('%s is told with the company and its address', async (number, address, told) => {
  const { ask } = await opened({ name: ' Acme ', address }, number)
  expect(await ask(number)).toEqual({
    isValid: true,
    company: { name: 'Acme', country: number.slice(0, 2), ...told },
  })
})

test('a number is asked about as its country writes it', async () => {
  const { ask, register } = await opened({ name: 'Acme', address: 'Weg 2\n10115 Berlin' })
  expect(await ask('de 123-456.789')).toMatchObject({ isValid: true })
  expect(register.asked).toEqual(['/ms/DE/vat/123456789'])
})

test.each(['---', 'one line', 'Weg 2\n10115'])('an address that cannot be read (%s) is left out', async (address) => {
  const { ask } = await opened({ name: 'Acme', address })
  expect(await ask('DE123456789')).toEqual({ isValid: true })
})

test('what is longer than an address has room for is cut', async () => {
  const { ask } = await opened({ name: 'A'.repeat(99), address: `${'W'.repeat(200)}\n10115 Berlin` })
  const { company } = await ask('DE123456789')
  expect([company?.name.length, company?.address1.length]).toEqual([50, 100])
})

test('more than twenty questions at once are answered by form', async () => {
  const { ask } = await opened({ name: 'Acme', address: 'Weg 2\n10115 Berlin' })
  const answers = await Promise.all(Array.from({ length: 21 }, () => ask('DE123456789')))
  expect(answers.filter(({ doubt }) => doubt === 'register-away')).toHaveLength(1)
})
