import { Command } from 'commander'
import { addAlertCommands } from './commands/alert/index.ts'
import { addCampaignCommands } from './commands/campaign/index.ts'
import { addCertificateCommands } from './commands/certificate/index.ts'
import { addCommandCommands } from './commands/command/index.ts'
import { addConfigurationCommands } from './commands/configuration/index.ts'
import { addFirmwareCommands } from './commands/firmware/index.ts'
import { addKeyCommands } from './commands/key/index.ts'
import { addLocationCommands } from './commands/location/index.ts'
import { addLogCommands } from './commands/log/index.ts'
import { addLoginCommands } from './commands/login.ts'
import { addPlatformCommands } from './commands/platform.ts'
import { addProfileCommands } from './commands/profile/index.ts'
import { addQuestionCommands } from './commands/question/index.ts'
import { addReservationCommands } from './commands/reservation/index.ts'
import { addSimulate } from './commands/simulate/index.ts'
import { addStationCommands } from './commands/station/index.ts'
import { addTariffCommands } from './commands/tariff/index.ts'
import { addTokenCommands } from './commands/token/index.ts'
import { addTransactionCommands } from './commands/transaction/index.ts'
import { paint } from './format/paint.ts'
import type { Surroundings } from './surroundings.ts'

const GROUPS: readonly (readonly [heading: string, add: (program: Command, around: Surroundings) => void])[] = [
  ['The platform:', addPlatformCommands],
  ['Testing this or another system:', addSimulate],
  ['Stations and who charges:', addStationCommands],
  ['Stations and who charges:', addLocationCommands],
  ['Stations and who charges:', addTokenCommands],
  ['Stations and who charges:', addTransactionCommands],
  ['Stations and who charges:', addCommandCommands],
  ['Stations and who charges:', addTariffCommands],
  ['Stations and who charges:', addReservationCommands],
  ['Stations and who charges:', addProfileCommands],
  ['Stations and who charges:', addQuestionCommands],
  ['Watching and keeping up:', addAlertCommands],
  ['Watching and keeping up:', addFirmwareCommands],
  ['Watching and keeping up:', addLogCommands],
  ['Watching and keeping up:', addCertificateCommands],
  ['Watching and keeping up:', addCampaignCommands],
  ['Watching and keeping up:', addConfigurationCommands],
  ['Signing in:', addLoginCommands],
  ['Signing in:', addKeyCommands],
]

/** The whole command line, not yet run. Instead of ending the process it throws. */
export function createProgram(around: Surroundings): Command {
  const { out, err } = around
  const program = new Command('chargewright')
    .description('Runs electric-vehicle charging: stations, tokens, transactions, and the platform they are on.')
    .version(around.version)
    .enablePositionalOptions()
    .helpCommand(false)
    .exitOverride()
    .showSuggestionAfterError()
    .configureHelp({
      styleTitle: (text) => paint(out, 'bold', text),
      helpWidth: out.isTerminal ? Math.min(out.columns, 120) : 120,
    })
    .configureOutput({
      writeOut: (text) => out.write(text),
      writeErr: (text) => err.write(text),
      outputError: (text, write) => write(text),
      getOutHasColors: () => out.colour,
      getErrHasColors: () => err.colour,
    })
    .addHelpText('after', HELP)
  for (const [heading, add] of GROUPS) {
    program.commandsGroup(heading)
    add(program, around)
  }
  return program
}

const HELP = `
Examples:
  chargewright start                                     the platform, with a demo
  chargewright simulate --stations 50 --url ws://127.0.0.1:9000/ocpp
  chargewright station list --connected
  chargewright command send reset CS-1
  chargewright question completed --month 2026-11

Every command explains itself with --help. --json gives one document for programs. Exit codes: 0 done, 1 failed, 2 not
understood.`
