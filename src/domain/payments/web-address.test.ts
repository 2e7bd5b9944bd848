import { describe, expect, test } from 'vitest'
import { checkTemplate, readAddress } from './web-address.ts'

const template = 'https://pay.example/{chargingstationid}/{evse}/{totp}/{version}'
const read = (url: string, of = template) => readAddress(of, url)

describe('an address', () => {
  test('C25.FR.51 C25.FR.52 names station, EVSE, code and version, as in the example of the specification', () => {
    expect(read('https://pay.example/CS1000/1/aHicux89/v1/?maxenergy=20000')).toEqual({
      ...{ stationId: 'CS1000', evseId: 1, code: 'aHicux89', version: 'v1', limits: { maxEnergyWh: 20_000 } },
    })
  })

  test('may have its parts anywhere, and a query of its own', () => {
    const of = 'https://pay.example/?c={totp}&v={version}&s={chargingstationid}'
    const found = read('https://pay.example/?c=abc&v=v1&s=CS%2F1&maxtime=60', of)
    expect(found).toEqual({ stationId: 'CS/1', code: 'abc', version: 'v1', limits: { maxTimeS: 60 } })
  })

  test.each([
    'https://pay.example/CS1000/1/aHicux89',
    'https://pay.example/CS1000/one/aHicux89/v1',
    'https://pay.example/CS1000/1/aHicux89/v1/more',
    'https://payxexample/CS1000/1/aHicux89/v1',
    'http://pay.example/CS1000/1/aHicux89/v1',
    'https://pay.example/%E0%A4%A/1/aHicux89/v1',
    'https://pay.example/CS1000/1/aHicux89/v1?maxcost=-1',
    'https://pay.example/CS1000/1/aHicux89/v1?maxtime=1.5',
    'https://pay.example/CS1000/1/aHicux89/v1?maxenergy=1e9',
    `https://pay.example/${'a'.repeat(1000)}`,
    '',
  ])('%s is none', (url) => expect(read(url)).toBeUndefined())
})

test.each([template, 'http://pay.example/x?c={totp}&v={version}&s={chargingstationid}'])('%s is a template', (text) => {
  expect(() => checkTemplate(text)).not.toThrow()
})

test.each([
  'https://{chargingstationid}.example/{totp}/{version}',
  'https://pay.example/{chargingstationid}/{totp}/{totp}/{version}',
  'https://pay.example/{chargingstationid}/{totp}/{version}#x',
  'javascript:/{chargingstationid}/{totp}/{version}',
])('%s is none', (text) => expect(() => checkTemplate(text)).toThrow(expect.objectContaining({ code: 'invalid' })))
