import { type Command, Option } from 'commander'
import type { Request, Token } from '#api-client'
import { answer } from '../../answer.ts'
import { type ApiCommandOptions, apiCommand, openApi } from '../../api-command.ts'
import { pointInTime, wholeNumber } from '../../options.ts'
import type { Surroundings } from '../../surroundings.ts'
import { wordsOf } from '../../words.ts'
import { type LimitOptions, limitsOf, withLimits } from './limits.ts'

type Body = Request<'createToken'>['body']

const KINDS = wordsOf<Token['kind']>({
  rfid: true,
  central: true,
  emaid: true,
  evccid: true,
  'key-code': true,
  local: true,
  'mac-address': true,
  'direct-payment': true,
  vin: true,
  'no-authorization': true,
  unknown: true,
})

interface Options extends ApiCommandOptions, LimitOptions {
  readonly kind?: Body['kind']
  readonly label?: string
  readonly group?: string
  readonly until?: string
  readonly atOnce?: number
  readonly blocked?: boolean
  readonly party?: string
}

export function addTokenAdd(token: Command, around: Surroundings): void {
  withLimits(apiCommand(token, 'add <token>', 'Add a token that may charge'))
    .addOption(new Option('--kind <kind>', 'what it is; rfid if absent').choices(KINDS))
    .option('--label <text>', 'whose it is, for people')
    .option('--group <id>', 'tokens of one group may stop each other’s transactions')
    .option(
      '--until <time>',
      'valid until then, as 2027-01-01T00:00:00Z',
      pointInTime(() => around.clock.nowMs()),
    )
    .option(
      '--at-once <n>',
      'transactions it may have at the same time; 0: any; 1 if absent',
      wholeNumber(0, 1_000_000),
    )
    .option('--blocked', 'known, but may not charge yet')
    .option('--party <id>', 'whose customer; needed only by who may act for several')
    .addHelpText(
      'after',
      `
The token is what the reader of a station sends, as the UID of an RFID card in hexadecimal; case does not matter.

Examples:
  chargewright token add 04A2B9C1 --label "Ada's card"
  chargewright token add DEADBEEF --until 2027-01-01T00:00:00Z --at-once 1
  chargewright token add C0FFEE01 --at location:yard --at CS-7/2 --evse-kind dc`,
    )
    .action(async (value: string, options: Options) => {
      const { kind, label, group: groupId, until: validUntil, atOnce: concurrentLimit, party: partyId } = options
      const status = options.blocked === true ? ('blocked' as const) : undefined
      const known = { value, kind, label, groupId, validUntil, concurrentLimit, status, partyId }
      const body = { ...known, ...limitsOf(options) } satisfies Body
      const created = await openApi(options, around).call('createToken', { body })
      answer(around, options.json, created, () => `Added ${created.value} (${created.kind}, ${created.status}).\n`)
    })
}
