import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { settingsPage } from '../src/main/settings/index.ts'

/** Writes docs/guide/configuration.md from the declared settings. */
const path = resolve(import.meta.dirname, '../docs/guide/configuration.md')
mkdirSync(dirname(path), { recursive: true })
writeFileSync(path, settingsPage())
console.log(`wrote ${path}`)
