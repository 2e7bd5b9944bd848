import type { Command } from 'commander'
import { createApiClient } from '#api-client'
import { answer } from '../answer.ts'
import { type ApiCommandOptions, apiCommand, openApi, urlOf } from '../api-command.ts'
import { forgetKey, keepKey } from '../credentials.ts'
import { UsageError } from '../failure.ts'
import type { Surroundings } from '../surroundings.ts'

/** `chargewright login`, `logout` and `whoami` */
export function addLoginCommands(program: Command, around: Surroundings): void {
  addLogin(program, around)
  addLogout(program, around)
  addWhoAmI(program, around)
}

function addLogin(program: Command, around: Surroundings): void {
  apiCommand(program, 'login', 'Keep an API key for a platform')
    .addHelpText(
      'after',
      `
The key is asked for, or read from a pipe; it is tried, and kept for this address where nobody else can read it
(~/.config/chargewright/keys.json). An owner makes keys: in the console under People, or with \`chargewright key create\`.

On the machine of the platform itself none of this is needed: the platform leaves a key in its data folder.
In scripts CHARGEWRIGHT_API_KEY does without keeping anything.

Examples:
  chargewright login --url https://charging.example.org
  chargewright login < my.key`,
    )
    .action(async (options: ApiCommandOptions) => {
      const url = urlOf(options, around)
      const key = (await around.askSecret(`API key for ${url}`))?.trim() ?? ''
      if (key === '') throw new UsageError('no key was given')
      const { principal } = await createApiClient({ url, key }).call('me')
      const file = keepKey(around, url, key)
      answer(around, options.json, { url, principal, file }, () => `Signed in at ${url} as ${principal.name}.\n`)
    })
}

function addLogout(program: Command, around: Surroundings): void {
  apiCommand(program, 'logout', 'Forget the API key of a platform')
    .addHelpText('after', '\nThe key itself goes on to hold; `chargewright key revoke` ends that.')
    .action((options: ApiCommandOptions) => {
      const url = urlOf(options, around)
      const forgotten = forgetKey(around, url)
      answer(around, options.json, { url, forgotten }, () =>
        forgotten ? `Forgot the key for ${url}.\n` : `No key was kept for ${url}.\n`,
      )
    })
}

function addWhoAmI(program: Command, around: Surroundings): void {
  apiCommand(program, 'whoami', 'Show who one is to a platform, and what one may do there')
    .addHelpText('after', '\nExample:\n  chargewright whoami')
    .action(async (options: ApiCommandOptions) => {
      const me = await openApi(options, around).call('me')
      answer(around, options.json, me, () => {
        const { principal, installation } = me
        const roles = principal.memberships.map(({ partyId, role }) => `${role} of ${partyId || 'every party'}`)
        return `${principal.name}: ${roles.join(', ')}\nChargewright ${installation.version} at ${urlOf(options, around)}\n`
      })
    })
}
