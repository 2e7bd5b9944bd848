import { readFileSync } from 'node:fs'
import type { CommandKindInfo } from './generated/operations.ts'

/** What `listCommandKinds` of a platform of this version answers: known without asking, for --help. */
export const commandKinds: readonly CommandKindInfo[] = JSON.parse(
  readFileSync(new URL('./generated/command-kinds.json', import.meta.url), 'utf8'),
)
