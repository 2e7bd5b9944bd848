import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { lacks } from '#test/needs'
import { DIALOG_OVERFLOW, NAMELESS, OVERFLOW } from './properties.ts'
import { PHONE, Stand } from './stand.ts'

let stand: Stand
beforeAll(async () => {
  stand = await Stand.open()
})
afterEach(() => stand.leave())
afterAll(() => stand.close())

/** Where each is, and the button that opens it. */
const dialogs: readonly (readonly [path: string, button: string])[] = [
  ['/stations', 'Add station'],
  ['/stations/A7-HPC-01?tab=charging', 'Set a profile'],
  ['/stations/A7-HPC-01?tab=drivers', 'Reserve'],
  ['/stations/A7-HPC-01?tab=drivers', 'Show a message'],
  ['/stations/A7-HPC-01?tab=monitoring', 'Set a monitor'],
  ['/stations/A7-HPC-01?tab=maintenance', 'Get a log'],
  ['/tokens', 'Add token'],
  ['/tokens', 'Change'],
  ['/tokens', 'Balance'],
  ['/locations', 'Add location'],
  ['/access', 'Add a person'],
  ['/access', 'Make a key'],
]

describe.skipIf(lacks('chromium'))('every dialog', () => {
  test.each(dialogs)(
    'of %s: “%s” fits a phone, names its controls, and is left by the keyboard',
    async (path, button) => {
      const { page, complaints } = await stand.visit({ path, context: PHONE })
      await page.getByRole('button', { name: button, exact: true }).first().click()
      const dialog = page.getByRole('dialog')
      await dialog.getByRole('heading').first().waitFor()
      expect(await page.evaluate(OVERFLOW)).toBe(0)
      expect(await page.evaluate(DIALOG_OVERFLOW)).toBe(0)
      expect(await page.evaluate(NAMELESS)).toEqual([])
      await page.keyboard.press('Tab')
      await expect.poll(() => dialog.locator(':focus').count()).toBe(1)
      await page.keyboard.press('Escape')
      await dialog.waitFor({ state: 'detached' })
      expect(complaints).toEqual([])
    },
  )

  test('asks before a key is revoked, which may be left', async () => {
    const { page } = await stand.visit({ path: '/access' })
    await page.getByRole('button', { name: 'Make a key' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Name').fill('Robot')
    await dialog.getByRole('button', { name: 'Make the key' }).click()
    await dialog.getByRole('button', { name: 'Done' }).click()
    await dialog.waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'Revoke' }).click()
    await dialog.getByRole('button', { name: 'Leave it' }).click()
    await dialog.waitFor({ state: 'detached' })
    expect(await page.getByText('revoked', { exact: true }).count()).toBe(0)
    await page.getByRole('button', { name: 'Revoke' }).click()
    await dialog.getByText('refused at once').waitFor()
    await dialog.getByRole('button', { name: 'Revoke' }).click()
    await page.getByText('revoked', { exact: true }).waitFor()
    await dialog.waitFor({ state: 'detached' })
  })

  test('asks before a person is disabled, who may be enabled again', async () => {
    const { page } = await stand.visit({ path: '/access' })
    await page.getByRole('button', { name: 'Add a person' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Name').fill('Noor')
    await dialog.getByLabel('Email').fill('noor@example.org')
    await dialog.getByRole('button', { name: 'Add person' }).click()
    await page.getByRole('button', { name: 'Disable' }).click()
    await dialog.getByText('Noor is signed out at once').waitFor()
    await dialog.getByRole('button', { name: 'Disable' }).click()
    await page.getByText('disabled', { exact: true }).waitFor()
    await page.getByRole('button', { name: 'Enable' }).click()
    await page.getByText('disabled', { exact: true }).waitFor({ state: 'detached' })
  })
})
