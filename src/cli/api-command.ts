import { type Command, Option } from 'commander'
import { type ApiClient, createApiClient } from '#api-client'
import { findKey } from './credentials.ts'
import { UsageError } from './failure.ts'
import { wholeNumber } from './options.ts'
import type { Surroundings } from './surroundings.ts'

/** Options of every command that asks the API. */
export interface ApiCommandOptions {
  readonly url?: string
  readonly data?: string
  readonly json?: boolean
}

/** Options of every command that shows a list. */
export interface ListOptions extends ApiCommandOptions {
  readonly limit: number
  readonly all?: boolean
}

export const DEFAULT_URL = 'http://127.0.0.1:8080'
const USUAL_LIMIT = 100
const LARGEST_LIMIT = 1_000_000

/** Adds a command that asks the API, with the options all of these have. */
export function apiCommand(parent: Command, nameAndArguments: string, summary: string): Command {
  return parent
    .command(nameAndArguments)
    .summary(summary)
    .description(/[.?]$/.test(summary) ? summary : `${summary}.`)
    .option('--json', 'one JSON document instead of text')
    .addOption(new Option('--url <url>', `where the platform is (CHARGEWRIGHT_API_URL; else ${DEFAULT_URL})`))
    .addOption(new Option('--data <folder>', 'data folder of a platform on this machine, whose key is used'))
}

/** Adds a command that shows a list, page after page. */
export function listCommand(parent: Command, nameAndArguments: string, summary: string): Command {
  return apiCommand(parent, nameAndArguments, summary)
    .option('--limit <n>', 'rows at most', wholeNumber(1, LARGEST_LIMIT), USUAL_LIMIT)
    .option('--all', 'every row there is')
}

export function limitOf({ all, limit }: ListOptions): number {
  return all === true ? LARGEST_LIMIT : limit
}

/** Where the platform is, by option, environment or default. @throws UsageError for what is no URL */
export function urlOf({ url }: ApiCommandOptions, { env }: Surroundings): string {
  const wanted = url ?? (env.CHARGEWRIGHT_API_URL || DEFAULT_URL)
  const parsed = URL.parse(wanted)
  if (parsed?.protocol !== 'http:' && parsed?.protocol !== 'https:') {
    throw new UsageError(`${wanted} is no address of a platform; it has to look like ${DEFAULT_URL}`)
  }
  return wanted
}

/** The API, with the key that is at hand. */
export function openApi(options: ApiCommandOptions, around: Surroundings): ApiClient {
  const url = urlOf(options, around)
  return createApiClient({ url, key: findKey(around, url, options.data) })
}
