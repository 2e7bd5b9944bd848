import { fileURLToPath } from 'node:url'
import { type PlatformOptions, type PlatformPrograms, processSurroundings, runCli } from '#cli'
import { migrateDatabase } from './migrate.ts'
import { loadSettings, type Overrides } from './settings/index.ts'
import { VERSION } from './version.ts'

// What `npx chargewright` runs: the command line, with the platform's own programs put in.

const platform: PlatformPrograms = {
  async start({ demo, config, data }) {
    // start.ts is a program of its own, which `npm start` runs; it reads the command line of the process.
    const args = [...option('--config', config), ...option('--data', data), ...(demo ? [] : ['--no-demo'])]
    process.argv.splice(2, process.argv.length, ...args)
    await import('./start.ts')
  },
  migrate: ({ onProgress, ...options }) => migrateDatabase(settingsFor(options), onProgress),
}

const root = fileURLToPath(new URL('../..', import.meta.url))
process.exitCode = await runCli(process.argv.slice(2), processSurroundings(root, VERSION, platform))

function settingsFor({ config, data }: PlatformOptions) {
  const overrides: Overrides = data === undefined ? {} : { data: { dir: data } }
  return loadSettings({ env: process.env, overrides, ...(config === undefined ? {} : { file: config }) })
}

function option(name: string, value: string | undefined): string[] {
  return value === undefined ? [] : [name, value]
}
