import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { lacks } from '#test/needs'
import { Stand } from './stand.ts'

let stand: Stand
beforeAll(async () => {
  stand = await Stand.open()
})
afterEach(() => stand.leave())
afterAll(() => stand.close())

describe.skipIf(lacks('chromium'))('signing in', () => {
  test('by a one-time link leads straight to the stations', async () => {
    const { page, complaints, strays } = await stand.visit({ path: '/sign-in?link=welcome', signedIn: false })
    await page.getByRole('heading', { name: 'Stations' }).waitFor()
    await page.getByRole('link', { name: 'DEPOT-01' }).waitFor()
    await expect.poll(() => new URL(page.url()).pathname).toBe('/stations')
    expect(complaints).toEqual([])
    expect(strays).toEqual([])
  })

  test('by a link that was used says so, and offers the form', async () => {
    const { page } = await stand.visit({ path: '/sign-in?link=used', signedIn: false })
    await page.getByRole('alert').getByText('This link has been used, or is too old').waitFor()
    await page.getByLabel('Email').waitFor()
  })

  test('by a wrong password names what was wrong; by the right one leads where one wanted to go', async () => {
    const { page } = await stand.visit({ path: '/transactions?status=active', signedIn: false })
    await page.getByLabel('Email').fill('ada@example.org')
    await page.getByLabel('Password').fill('wrong')
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByRole('alert').getByText('Email or password is wrong').waitFor()
    await page.getByLabel('Password').fill('correct horse battery')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Transactions' }).waitFor()
    await expect.poll(() => new URL(page.url()).search).toBe('?status=active')
  })

  test('ends by signing out', async () => {
    const { page, server } = await stand.visit()
    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.getByRole('heading', { name: 'Sign in' }).waitFor()
    await page.goto(`${server.url}/tokens`)
    await page.getByRole('heading', { name: 'Sign in' }).waitFor()
  })

  test('a viewer is not shown what a viewer may not do', async () => {
    const { page, server } = await stand.visit({ fake: { role: 'viewer' } })
    await page.getByText('Waiting to be let in').waitFor()
    for (const name of ['Add station', 'Accept', 'Refuse'])
      expect(await page.getByRole('button', { name }).count()).toBe(0)
    expect(await page.getByRole('link', { name: 'People and keys' }).count()).toBe(0)
    await page.goto(`${server.url}/stations/A7-HPC-01?tab=commands`)
    await page.getByText('No command yet').waitFor()
    expect(await page.getByRole('tab', { name: 'Settings' }).count()).toBe(0)
    expect(await page.getByText('Send a command').count()).toBe(0)
  })
})
