import { readFileSync } from 'node:fs'
import type { CommandKindInfo } from '../src/api/types.ts'

/** What the real platform says of its commands, as it was when the API client was last made. */
export const commandKinds: readonly CommandKindInfo[] = JSON.parse(
  readFileSync(new URL('../../src/api-client/generated/command-kinds.json', import.meta.url), 'utf8'),
)
