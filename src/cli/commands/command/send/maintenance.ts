import { type Command, Option } from 'commander'
import type { Request } from '#api-client'
import { wholeNumber } from '../../../options.ts'
import type { Surroundings } from '../../../surroundings.ts'
import { wordsOf } from '../../../words.ts'
import { LARGEST_ID, type SendOptions, send, sendCommand } from './send-command.ts'

type Trigger = Extract<Request<'submitCommand'>['body'], { kind: 'trigger' }>['request']['message']

const TRIGGERS = wordsOf<Trigger>({
  boot: true,
  heartbeat: true,
  status: true,
  'meter-values': true,
  'firmware-status': true,
  'log-status': true,
  transaction: true,
  'sign-certificate': true,
})

interface PlaceOptions extends SendOptions {
  readonly evse?: number
  readonly connector?: number
}

export function addMaintenanceCommands(parent: Command, around: Surroundings): void {
  for (const add of [addReset, addChangeAvailability, addUnlock, addTrigger, addClearCache, addDataTransfer]) {
    add(parent, around)
  }
}

function withPlace(command: Command): Command {
  return command
    .option('--evse <n>', 'only this EVSE (1.6: this connector)', wholeNumber(0, LARGEST_ID))
    .option('--connector <n>', 'only this connector of the EVSE (2.x)', wholeNumber(0, LARGEST_ID))
}

function addReset(parent: Command, around: Surroundings): void {
  sendCommand(parent, 'reset <station>', 'Restart a station')
    .option('--now', 'at once, ending what it charges; otherwise once nobody is charging')
    .option('--evse <n>', 'only this EVSE (2.x)', wholeNumber(0, LARGEST_ID))
    .addHelpText(
      'after',
      '\nIn 1.6 --now is a hard reset and otherwise a soft one.\n\nExample:\n  chargewright command send reset CS-1',
    )
    .action(async (stationId: string, options: PlaceOptions & { readonly now?: boolean }) => {
      const when = options.now === true ? 'immediately' : 'when-idle'
      await send(stationId, { kind: 'reset', request: { when, evseId: options.evse } }, options, around)
    })
}

function addChangeAvailability(parent: Command, around: Surroundings): void {
  withPlace(sendCommand(parent, 'change-availability <station>', 'Take a station out of service, or back into it'))
    .addOption(
      new Option('--to <state>', 'what it shall be').choices(['available', 'unavailable']).makeOptionMandatory(),
    )
    .addHelpText(
      'after',
      '\nWithout --evse the whole station. Who is charging finishes first: the answer then is Scheduled.\n\nExample:\n  chargewright command send change-availability CS-1 --to unavailable --evse 2',
    )
    .action(async (stationId: string, options: PlaceOptions & { readonly to: string }) => {
      const { evse: evseId, connector: connectorId, to } = options
      const request = { evseId, connectorId, available: to === 'available' }
      await send(stationId, { kind: 'change-availability', request }, options, around)
    })
}

function addUnlock(parent: Command, around: Surroundings): void {
  sendCommand(parent, 'unlock <station>', 'Let go of a cable that is stuck')
    .requiredOption('--evse <n>', 'at this EVSE (1.6: this connector)', wholeNumber(0, LARGEST_ID))
    .option('--connector <n>', 'this connector of the EVSE (2.x)', wholeNumber(0, LARGEST_ID))
    .addHelpText('after', '\nExample:\n  chargewright command send unlock CS-1 --evse 1')
    .action(async (stationId: string, options: PlaceOptions & { readonly evse: number }) => {
      const { evse: evseId, connector: connectorId } = options
      await send(stationId, { kind: 'unlock', request: { evseId, connectorId } }, options, around)
    })
}

function addTrigger(parent: Command, around: Surroundings): void {
  withPlace(sendCommand(parent, 'trigger <station>', 'Let a station send a message now'))
    .addOption(new Option('--message <message>', 'which one').choices(TRIGGERS).makeOptionMandatory())
    .addHelpText('after', '\nExample:\n  chargewright command send trigger CS-1 --message meter-values --evse 1')
    .action(async (stationId: string, options: PlaceOptions & { readonly message: Trigger }) => {
      const { evse: evseId, connector: connectorId, message } = options
      await send(stationId, { kind: 'trigger', request: { message, evseId, connectorId } }, options, around)
    })
}

function addClearCache(parent: Command, around: Surroundings): void {
  sendCommand(parent, 'clear-cache <station>', 'Let a station forget which tokens it has seen accepted')
    .addHelpText('after', '\nExample:\n  chargewright command send clear-cache CS-1')
    .action((stationId: string, options: SendOptions) =>
      send(stationId, { kind: 'clear-cache', request: {} }, options, around),
    )
}

interface TransferOptions extends SendOptions {
  readonly vendor: string
  readonly message?: string
  readonly payload?: string
}

function addDataTransfer(parent: Command, around: Surroundings): void {
  sendCommand(parent, 'data-transfer <station>', 'Send a station something that only its maker understands')
    .requiredOption('--vendor <id>', 'whose message it is')
    .option('--message <id>', 'which message')
    .option('--payload <text>', 'what it says, handed on as it is')
    .addHelpText(
      'after',
      '\nExample:\n  chargewright command send data-transfer CS-1 --vendor com.example --message SetDisplay --payload \'{"text":"Hello"}\'',
    )
    .action(async (stationId: string, options: TransferOptions) => {
      const { vendor: vendorId, message: messageId, payload: data } = options
      await send(stationId, { kind: 'data-transfer', request: { vendorId, messageId, data } }, options, around)
    })
}
