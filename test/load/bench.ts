import { cpus, totalmem } from 'node:os'
import { parseArgs } from 'node:util'
import { connectStorm } from './connect-storm.ts'
import { idleMemory } from './idle-memory.ts'
import { steadyMix } from './steady-mix.ts'
import { throughput } from './throughput.ts'

// Prints what this machine does: the platform beside a bare WebSocket server, measured in the same run. Times on a shared machine
// drift, so the ratios are what counts.

const { values } = parseArgs({
  options: {
    only: { type: 'string', multiple: true },
    seconds: { type: 'string', default: '10' },
    rounds: { type: 'string', default: '3' },
    stations: { type: 'string', default: '15000' },
    help: { type: 'boolean', default: false },
  },
})

if (values.help) {
  console.log(`npm run bench -- [--only throughput|memory|storm|mix]… [--seconds 10] [--rounds 3] [--stations 15000]`)
  process.exit(0)
}

const plan = { seconds: Number(values.seconds), rounds: Number(values.rounds), stations: Number(values.stations) }
const parts = { throughput, memory: idleMemory, storm: connectStorm, mix: steadyMix }
type Part = keyof typeof parts

const wanted = (values.only ?? Object.keys(parts)).map((name) => {
  if (!(name in parts)) throw new Error(`--only ${name}: there are ${Object.keys(parts).join(', ')}`)
  return name as Part
})

process.setMaxListeners(0)
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1))

console.log(
  `Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? 'CPU'}, ${Math.round(totalmem() / 2 ** 30)} GiB`,
)
console.log('Load generator, server and database share these cores.\n')
for (const name of wanted) {
  await parts[name](plan)
  console.log('')
}
