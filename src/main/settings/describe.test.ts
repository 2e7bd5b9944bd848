import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { settingsHelp, settingsPage, withoutSecrets } from './describe.ts'
import { ENTRIES } from './entries.ts'
import { loadSettings } from './load.ts'

test('the guide is current; `node tools/settings-page.ts` makes it so', () => {
  const page = readFileSync(new URL('../../../docs/guide/configuration.md', import.meta.url), 'utf8')
  expect(page).toBe(settingsPage())
})

test('help names every setting, its variable, its default and what is allowed', () => {
  const help = settingsHelp()
  for (const { name, variable, field } of ENTRIES) {
    expect(help).toContain(`${name} = `)
    expect(help).toContain(variable)
    expect(help).toContain(field.allowed)
  }
})

test('what is logged of the settings holds no secret', () => {
  const settings = loadSettings({ overrides: { database: { url: 'postgres://me:hunter2@db/x' } } })
  const logged = withoutSecrets(settings)
  expect(JSON.stringify(logged)).not.toContain('hunter2')
  expect(logged['database.url']).toBe('(set)')
  expect(logged['ocpp.port']).toBe(9000)
  expect(withoutSecrets(loadSettings())['database.url']).toBe('(not set)')
})
