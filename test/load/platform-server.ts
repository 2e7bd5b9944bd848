import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadSettings, openLogger, startPlatform } from '#main'
import { ageDatabase } from './aged-database.ts'
import { serveBench } from './bench-child.ts'

// The platform as it is shipped, on its own database in a folder that goes with it: validation on, messages logged within
// the budget, every answer durable first.
const dir = await mkdtemp(join(tmpdir(), 'chargewright-bench-'))
await ageDatabase(dir)
const settings = loadSettings({
  overrides: {
    data: { dir },
    http: { port: 0 },
    ocpp: { port: 0, tlsPort: 0, unknownStations: 'accept' },
    demo: { enabled: false },
    log: { level: 'warn', format: 'json' },
  },
})
const platform = await startPlatform({ settings, logger: openLogger(settings.log) })

serveBench({
  url: platform.ocppUrl,
  async stop() {
    await platform.stop()
    await rm(dir, { recursive: true })
    process.exit(0)
  },
})
