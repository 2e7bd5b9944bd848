import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { loadSettings, openLogger, startPlatform } from '#main'
import { fuzz } from '#test/fuzz'

// Lets peers gone mad loose on the platform, on a database of its own that goes with it, for as long as one likes. Ends
// with 1 when a call is passed over or answered twice, when somebody else is not served, or when memory grows and grows.

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '60' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    help: { type: 'boolean', default: false },
  },
})

if (values.help) {
  console.log('npm run fuzz -- [--seconds 60] [--seed 1]')
  process.exit(0)
}

const HEAP_BOUND = 128 * 1024 * 1024
const dir = await mkdtemp(join(tmpdir(), 'chargewright-fuzz-'))
const settings = loadSettings({
  overrides: {
    data: { dir },
    http: { port: 0 },
    ocpp: { port: 0, tlsPort: 0, unknownStations: 'accept', reconnectsPerHour: 0 },
    demo: { enabled: false },
    log: { level: 'error', format: 'json' },
  },
})
const platform = await startPlatform({ settings, logger: openLogger(settings.log) })
const untilMs = performance.now() + Number(values.seconds) * 1000
try {
  console.log(`seed ${values.seed}, ${values.seconds} s`)
  const report = await fuzz({
    url: platform.ocppUrl,
    seed: Number(values.seed),
    goesOn: () => performance.now() < untilMs,
  })
  console.log(report)
  if (report.heapGrowth > HEAP_BOUND) throw new Error(`The heap has grown by ${report.heapGrowth} bytes`)
} catch (error) {
  console.error(error)
  process.exitCode = 1
} finally {
  await platform.stop()
  await rm(dir, { recursive: true })
}
