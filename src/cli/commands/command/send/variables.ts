import { type Command, Option } from 'commander'
import { assignment } from '../../../options.ts'
import type { Surroundings } from '../../../surroundings.ts'
import { type SendOptions, send, sendCommand } from './send-command.ts'
import { variableNamed } from './variable-name.ts'

const NAMES = `
In 1.6 a name is that of a configuration key: HeartbeatInterval. In 2.x the component stands before it, each with its
instance where it has one: OCPPCommCtrlr.HeartbeatInterval, Connector@1.2.Available (of EVSE 1, connector 2),
OCPPCommCtrlr.MessageTimeout[Default].`

export function addVariableCommands(parent: Command, around: Surroundings): void {
  for (const add of [addGet, addSet, addReport]) add(parent, around)
}

function addGet(parent: Command, around: Surroundings): void {
  sendCommand(parent, 'get-variables <station> [names...]', 'Ask for the values of variables (1.6: configuration keys)')
    .addHelpText(
      'after',
      `${NAMES}\n\nWithout names a 1.6 station tells all it has; for a 2.x station that is get-report.\n\nExamples:\n  chargewright command send get-variables CS-1 HeartbeatInterval\n  chargewright command send get-variables CS-2 OCPPCommCtrlr.HeartbeatInterval`,
    )
    .action(async (stationId: string, names: readonly string[], options: SendOptions) => {
      const request = names.length === 0 ? {} : { variables: names.map(variableNamed) }
      await send(stationId, { kind: 'get-variables', request }, options, around)
    })
}

function addSet(parent: Command, around: Surroundings): void {
  sendCommand(parent, 'set-variables <station>', 'Change variables (1.6: configuration keys)')
    .argument('<name=value...>', 'what shall be what', assignment)
    .addHelpText(
      'after',
      `${NAMES}\n\nExamples:\n  chargewright command send set-variables CS-1 HeartbeatInterval=300\n  chargewright command send set-variables CS-2 OCPPCommCtrlr.HeartbeatInterval=300 SampledDataCtrlr.TxUpdatedInterval=60`,
    )
    .action(async (stationId: string, assignments: readonly (readonly [string, string])[], options: SendOptions) => {
      const variables = assignments.map(([name, value]) => ({ ...variableNamed(name), value }))
      await send(stationId, { kind: 'set-variables', request: { variables } }, options, around)
    })
}

function addReport(parent: Command, around: Surroundings): void {
  sendCommand(parent, 'get-report <station>', 'Ask for everything a station has to tell of its configuration (2.x)')
    .addOption(new Option('--base <report>', 'how much').choices(['configuration', 'full', 'summary']).default('full'))
    .addHelpText(
      'after',
      '\nWhat comes in is shown by `chargewright station variables`.\n\nExample:\n  chargewright command send get-report CS-2 && chargewright station variables CS-2',
    )
    .action((stationId: string, options: SendOptions & { readonly base: 'configuration' | 'full' | 'summary' }) =>
      send(stationId, { kind: 'get-report', request: { base: options.base } }, options, around),
    )
}
