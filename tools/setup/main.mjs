import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { buildConsole } from './build-console.mjs'
import { generate } from './generate.mjs'
import { installDependencies } from './install.mjs'
import { underLock } from './lock.mjs'
import { findNode } from './node.mjs'
import { root, SetupError, say } from './output.mjs'
import { runInOurPlace } from './run.mjs'

const PROGRAMS = {
  start: 'src/main/start.ts',
  test: 'tools/run-tests.ts',
  bench: 'test/load/bench.ts',
  fuzz: 'test/load/fuzz.ts',
  cli: 'src/main/cli.ts',
}

/** Brings the work tree to where it can run, then runs the wanted program on the Node it is made for. */
export async function main([command = '', ...args]) {
  try {
    const program = PROGRAMS[command]
    if (program === undefined) {
      throw new SetupError(`node bootstrap.mjs knows ${Object.keys(PROGRAMS).join(', ')}; not "${command}".`)
    }
    const node = await underLock(() =>
      prepare({ forPeople: ['start', 'test'].includes(command) || args[0] === 'start' }),
    )
    const path = join(root, program)
    if (!existsSync(path)) throw new SetupError(`${program} is not in this work tree.`)
    await runInOurPlace(node, path, args)
  } catch (error) {
    if (!(error instanceof SetupError)) throw error
    say(error.message)
    process.exitCode = 1
  }
}

/** What serves people, or is tested as such, needs the console's pages; a command line or a benchmark does not. */
async function prepare({ forPeople }) {
  await installDependencies()
  const node = await findNode()
  await generate(node)
  if (forPeople) await buildConsole(node)
  return node
}
