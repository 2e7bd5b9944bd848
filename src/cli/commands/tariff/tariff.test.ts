import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TestPlatform, testPlatform } from '#test/platform'
import { terminal } from '../../testing/terminal.ts'

let platform: TestPlatform
let cwd: string
let run: ReturnType<typeof terminal>

beforeAll(async () => {
  platform = await testPlatform()
  cwd = await mkdtemp(join(tmpdir(), 'chargewright-cli-'))
  run = terminal({ cwd, env: { CHARGEWRIGHT_API_URL: platform.apiUrl, CHARGEWRIGHT_API_KEY: platform.ownerKey } })
})
afterAll(async () => {
  await platform.stop()
  await rm(cwd, { recursive: true })
})

const create = (...args: string[]) => run('tariff', 'create', '--party', 'default', ...args)

describe('tariff', () => {
  test('is made from a file, listed, shown with every price, and removed', async () => {
    const tariff = {
      name: 'Day and night',
      currency: 'EUR',
      energy: {
        prices: [{ price: '0.29', when: { fromTime: '22:00', toTime: '06:00' } }, { price: '0.45' }],
        taxes: [{ name: 'VAT', percent: '19' }],
      },
    }
    await writeFile(join(cwd, 'tariff.json'), JSON.stringify(tariff))
    const made = await create('--file', 'tariff.json')
    expect(made).toMatchObject({ code: 0, err: '' })
    const [, id = ''] = /^Added Day and night \((\S+)\): 0\.29 per kWh … EUR\.$/m.exec(made.out) ?? []
    expect((await run('tariff', 'list')).out).toMatch(new RegExp(`^${id} +Day and night +EUR +0.29 per kWh …`, 'm'))
    const { out } = await run('tariff', 'show', id)
    expect(out).toMatch(/^0\.29 per kWh +VAT 19 % +fromTime 22:00, toTime 06:00$/m)
    expect(out).toMatch(/^0\.45 per kWh +VAT 19 % +always$/m)
    expect((await run('tariff', 'remove', id)).code).toBe(0)
    expect((await run('tariff', 'show', id)).code).toBe(1)
  })

  test('is made of options alone', async () => {
    const made = await create('--name', 'Flat', '--currency', 'EUR', '--energy.prices', '{"price":"0.39"}')
    expect(made.out).toMatch(/^Added Flat \(\S+\): 0\.39 per kWh EUR\.\n$/)
  })

  test('takes what options say over what the file says', async () => {
    await writeFile(
      join(cwd, 'euro.json'),
      JSON.stringify({ name: 'Old', currency: 'EUR', fixedFee: { prices: [{ price: '1' }] } }),
    )
    expect((await create('--file', 'euro.json', '--name', 'New', '--json')).json()).toMatchObject({ name: 'New' })
  })

  test.each([
    [[], '--currency'],
    [['--currency', 'euro'], '--currency'],
    [['--currency', 'EUR', '--energy.prices', '{"price":"cheap"}'], 'energy.prices'],
  ])('of %j is refused before it is sent, by name', async (args, name) => {
    expect(await create(...args)).toMatchObject({ code: 2, err: expect.stringContaining(name) })
  })

  test('from a file that holds none is not understood', async () => {
    await writeFile(join(cwd, 'list.json'), '[1]')
    expect(await create('--file', 'list.json')).toMatchObject({ code: 2, err: expect.stringContaining('list.json') })
    expect((await create('--file', 'nowhere.json')).code).toBe(1)
  })
})
