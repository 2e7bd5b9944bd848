import { type Command, Option } from 'commander'
import type { Request } from '#api-client'
import { answer, answerList } from '../../answer.ts'
import {
  type ApiCommandOptions,
  apiCommand,
  type ListOptions,
  limitOf,
  listCommand,
  openApi,
} from '../../api-command.ts'
import { ago, instant } from '../../format/quantities.ts'
import type { Surroundings } from '../../surroundings.ts'

type Role = Request<'createKey'>['body']['role']

interface CreateOptions extends ApiCommandOptions {
  readonly role: Role
  readonly party?: string
  readonly everyParty?: boolean
}

/** `chargewright key …` */
export function addKeyCommands(program: Command, around: Surroundings): void {
  const key = program.command('key').summary('API keys: what programs sign in with')
  addKeyCreate(key, around)
  addKeyList(key, around)
  addKeyRevoke(key, around)
}

function addKeyCreate(key: Command, around: Surroundings): void {
  apiCommand(key, 'create <name>', 'Make a key for a program; its secret is shown this once')
    .addOption(
      new Option('--role <role>', 'a viewer reads, an operator also commands and changes, an owner manages all')
        .choices(['viewer', 'operator', 'owner'])
        .default('viewer'),
    )
    .option('--party <id>', 'for this party; needed only by who may act for several')
    .addOption(new Option('--every-party', 'for every party of the installation').conflicts('party'))
    .addHelpText(
      'after',
      `
The secret alone goes to standard output, so that it can be kept:

  chargewright key create "nightly report" --role viewer > report.key

A program sends it as \`Authorization: Bearer cw_…\`; this command line takes it from CHARGEWRIGHT_API_KEY.`,
    )
    .action(async (name: string, options: CreateOptions) => {
      const { role, party, everyParty } = options
      const partyId = everyParty === true ? '' : party
      const created = await openApi(options, around).call('createKey', { body: { name, role, partyId } })
      if (options.json !== true) around.err.write(`Key ${created.key.id} (${role}); it is not shown again:\n`)
      answer(around, options.json, created, () => `${created.secret}\n`)
    })
}

function addKeyList(key: Command, around: Surroundings): void {
  listCommand(key, 'list', 'List API keys')
    .addHelpText('after', '\nThe secrets themselves are nowhere kept.\n\nExample:\n  chargewright key list')
    .action(async (options: ListOptions) => {
      const { items } = await openApi(options, around).call('listKeys')
      const limit = limitOf(options)
      answerList(
        around,
        options,
        { items: items.slice(0, limit), more: items.length > limit },
        [
          { title: 'KEY', text: ({ id }) => id },
          { title: 'NAME', text: ({ name }) => name, shrinks: true },
          { title: 'ROLE', text: ({ role }) => role },
          { title: 'PARTY', text: ({ partyId }) => (partyId === '' ? 'every' : partyId) },
          { title: 'MADE', text: ({ createdAt }) => instant(createdAt) },
          { title: 'LAST USED', text: ({ lastUsedAt }) => ago(lastUsedAt, around.clock.nowMs()) ?? 'never' },
          { title: 'REVOKED', text: ({ revokedAt }) => instant(revokedAt) },
        ],
        'There are no keys.',
      )
    })
}

function addKeyRevoke(key: Command, around: Surroundings): void {
  apiCommand(key, 'revoke <key>', 'Revoke a key, for ever')
    .addHelpText('after', '\nThe key is named by its id: chargewright key list')
    .action(async (id: string, options: ApiCommandOptions) => {
      await openApi(options, around).call('revokeKey', { params: { id } })
      answer(around, options.json, { id, revoked: true }, () => `Revoked ${id}.\n`)
    })
}
