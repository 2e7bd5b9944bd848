import { writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { Command } from 'commander'
import { makeFirmware } from '#simulator'
import { answer } from '../../answer.ts'
import type { Surroundings } from '../../surroundings.ts'

interface Options {
  readonly vendor: string
  readonly model: string
  readonly version: string
  readonly json?: boolean
}

/** `chargewright firmware sample` */
export function addFirmwareSample(firmware: Command, around: Surroundings): void {
  firmware
    .command('sample <file>')
    .summary('Write a firmware file that simulated stations can install')
    .description(
      'Writes a firmware file that simulated stations of this vendor and model install, to try updates with.',
    )
    .requiredOption('--vendor <text>', 'as the stations tell it when they boot')
    .requiredOption('--model <text>', 'as the stations tell it when they boot')
    .requiredOption('--version <text>', 'what they will tell once it is installed')
    .option('--json', 'one JSON document instead of text')
    .addHelpText(
      'after',
      `
Example:
  chargewright firmware sample ./one-2.4.bin --vendor Acme --model One --version 2.4
  chargewright firmware upload ./one-2.4.bin --vendor Acme --model One --version 2.4`,
    )
    .action(async (file: string, { vendor, model, version, json }: Options) => {
      await writeFile(resolve(around.cwd, file), makeFirmware({ vendor, model, version }), { flag: 'wx' })
      answer(around, json, { file, vendor, model, version }, () => `Wrote ${file}: ${vendor} ${model} ${version}.\n`)
    })
}
