import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { Command } from 'commander'
import { shapeOf } from '#json-schema'
import { wholeNumber } from '../../options.ts'
import { checkRequest, requestIn } from '../../request/request.ts'
import type { Surroundings } from '../../surroundings.ts'
import { kindNamed, optionsOf } from '../command/send/kind-command.ts'
import { type SendOptions, send, sendCommand } from '../command/send/send-command.ts'

interface Options extends SendOptions {
  readonly evse: number
  readonly profile?: number
  readonly transaction?: string
  readonly reference?: string
}

const HIGHEST_ID = 2_147_483_647

export function addProfileSet(profile: Command, around: Surroundings): void {
  sendCommand(profile, 'set <station> <file>', 'Send a station a profile from a file, and wait for its answer')
    .requiredOption('--evse <n>', 'where it holds; 0 is the station as a whole', wholeNumber(0, HIGHEST_ID))
    .option(
      '--profile <id>',
      'this one of its profiles; if absent, what is in its place or a new one',
      wholeNumber(0, HIGHEST_ID),
    )
    .option('--transaction <id>', 'for this transaction alone, by our id')
    .option('--reference <reference>', 'for this transaction alone, by what the station calls it')
    .addHelpText(
      'after',
      `
A file may hold (\`command kinds set-charging-profile\` explains each field):
  {
    "purpose": "transaction-default",
    "stackLevel": 0,
    "kind": "recurring",
    "recurrence": "daily",
    "schedules": [
      {
        "startAt": "2026-11-01T00:00:00Z",
        "rateUnit": "A",
        "periods": [{ "startS": 0, "limit": "16" }, { "startS": 79200, "limit": "32" }]
      }
    ]
  }

Example:
  chargewright profile set CS-1 night.json --evse 1`,
    )
    .action(async (stationId: string, file: string, options: Options) => {
      const { evse: evseId, profile: profileId, transaction: transactionId, reference } = options
      const info = kindNamed('set-charging-profile')
      const request = {
        evseId,
        profile: requestIn(await readFile(resolve(around.cwd, file), 'utf8'), file),
        ...(profileId === undefined ? {} : { profileId }),
        ...(transactionId === undefined ? {} : { transactionId }),
        ...(reference === undefined ? {} : { reference }),
      }
      checkRequest(shapeOf(info.request), request, optionsOf(info))
      await send(stationId, { kind: info.kind, request }, options, around)
    })
}
