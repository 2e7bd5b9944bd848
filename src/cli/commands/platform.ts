import type { Command } from 'commander'
import { answer } from '../answer.ts'
import { Unsuccessful } from '../failure.ts'
import { openProgress } from '../progress.ts'
import type { PlatformOptions, Surroundings } from '../surroundings.ts'

/** What belongs to the platform itself: `chargewright start`, `migrate` and `bench` */
export function addPlatformCommands(program: Command, around: Surroundings): void {
  addStart(program, around)
  addMigrate(program, around)
  addBench(program, around)
}

function withPlace(command: Command): Command {
  return command
    .option('--config <file>', 'settings from this file instead of chargewright.toml')
    .option('--data <folder>', 'everything that is kept goes here')
}

function addStart(program: Command, around: Surroundings): void {
  withPlace(
    program.command('start').summary('Start the platform').description('Starts the platform, as `npm start` does.'),
  )
    .option('--no-demo', 'without the three sites of simulated stations')
    .addHelpText(
      'after',
      `
Console and API are at http://127.0.0.1:8080, stations come to ws://127.0.0.1:9000/ocpp/<station>. Ctrl-C stops it.
Every setting, with its environment variable, is in docs/guide/configuration.md.

Examples:
  chargewright start
  chargewright start --no-demo --data /var/lib/chargewright`,
    )
    .action((options: PlatformOptions & { readonly demo: boolean }) => around.platform.start(options))
}

function addMigrate(program: Command, around: Surroundings): void {
  withPlace(
    program
      .command('migrate')
      .summary('Bring the database up to date, without starting the platform')
      .description('Brings the schema of the database up to date. Starting the platform does the same.'),
  )
    .option('--json', 'one JSON document instead of text')
    .addHelpText(
      'after',
      `
The database is the one of the settings: your own (CHARGEWRIGHT_DATABASE_URL), or the one under the data folder, which is
started for it and stopped again.

Example:
  CHARGEWRIGHT_DATABASE_URL=postgres://chargewright@db/chargewright chargewright migrate`,
    )
    .action(async ({ json, ...options }: PlatformOptions & { readonly json?: boolean }) => {
      const progress = openProgress(around)
      const migrations = await around.platform
        .migrate({ ...options, onProgress: (sentence) => progress.show(sentence) })
        .finally(() => progress.clear())
      answer(around, json, { migrations }, () =>
        migrations.length === 0 ? 'The database is up to date.\n' : migrations.map((name) => `Ran ${name}\n`).join(''),
      )
    })
}

function addBench(program: Command, around: Surroundings): void {
  program
    .command('bench')
    .summary('Measure what this machine does')
    .description(
      'Measures what this machine does, beside a bare WebSocket server in the same run, as `npm run bench` does.',
    )
    .argument('[options...]', 'handed on; --help shows them')
    .helpOption(false)
    .allowUnknownOption()
    .passThroughOptions()
    .action(async (args: readonly string[]) => {
      const code = await around.run('test/load/bench.ts', args)
      if (code !== 0) throw new Unsuccessful()
    })
}
