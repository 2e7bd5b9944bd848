import { execFile } from 'node:child_process'
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'

/** Programs that must not compile, each for one reason, and one that must, so that the others fail for theirs. */
const programs = {
  'an action that nobody serves': `
    import type { StationAction } from '#ocpp/v16'
    import type { Census } from '../routes.ts'
    import { heartbeat } from '../heartbeat.ts'
    import { route } from '../route.ts'
    export const routes = { Heartbeat: route('ocpp1.6', heartbeat) } satisfies Census<StationAction>`,
  'an action under the name of another': `
    import type { Census } from '../routes.ts'
    import { heartbeat } from '../heartbeat.ts'
    import { route } from '../route.ts'
    export const routes = { Authorize: route('ocpp1.6', heartbeat) } satisfies Census<'Authorize'>`,
  'an action in a version that lacks it': `
    import { route } from '../route.ts'
    import { startTransaction } from '../start-transaction.ts'
    export const routed = route('ocpp2.0.1', startTransaction)`,
  'a refusal reason without its status': `
    import type { RefusalReason } from '#domain/authorization'
    import type { IdTagInfo } from '#ocpp/v16'
    export const statuses = { unknown: 'Invalid', blocked: 'Blocked' } satisfies Record<RefusalReason, IdTagInfo['status']>`,
  'a status the version does not have': `
    import type { Verdict } from '#domain/authorization'
    import type { Action } from '../action.ts'
    export const authorize = {
      versions: {
        'ocpp1.6': {
          action: 'Authorize',
          read: ({ idTag }) => idTag,
          write: () => ({ idTagInfo: { status: 'NoCredit' as const } }),
        },
      },
      handle: (value, { station }, { authorization }) => authorization.authorize(station.partyId, { value, kind: 'rfid' }),
    } satisfies Action<string, Verdict>`,
  'a command without one of the versions': `
    import { type CommandFile, say } from '../../commands/command-codec.ts'
    import { readStatus } from '../../commands/status-answer.ts'
    const codec = { write: () => [{}], read: readStatus }
    export const clearCache: CommandFile<'clear-cache'> = { 'ocpp1.6': say('ocpp1.6', 'ClearCache', codec) }`,
  'a command of a derived version that is another': `
    import { derivedSaying } from '../../commands/command-codec.ts'
    import type { GatewayVersion } from '../../derived-version.ts'
    const response = { schema: {}, definitions: {} }
    const reset = derivedSaying<'reset', object>('Reboot', { response, write: () => [{}], read: () => ({ status: '', accepted: true }) })
    export const version: GatewayVersion = { name: 'ocpp9.9', basedOn: 'ocpp2.1', routes: {}, sayings: { unlock: reset } }`,
  'an action of a derived version that reads what its schema does not promise': `
    import type { MessageSchema } from '#ocpp/schemas'
    import { authorize } from '../authorize.ts'
    import { derivedRoute } from '../route.ts'
    const request: MessageSchema<{ readonly card: string }> = { schema: {}, definitions: {} }
    export const routed = derivedRoute(authorize, {
      action: 'Authorize',
      request,
      read: ({ idTag }) => ({ value: idTag, kind: 'rfid' as const }),
      write: () => ({}),
    })`,
}
const sound = `
  import type { Census } from '../routes.ts'
  import { heartbeat } from '../heartbeat.ts'
  import type { MessageSchema } from '#ocpp/schemas'
  import { authorize } from '../authorize.ts'
  import { derivedRoute, route } from '../route.ts'
  export const routes = { Heartbeat: route('ocpp1.6', heartbeat), Authorize: 'not-supported' } satisfies Census<
    'Heartbeat' | 'Authorize'
  >
  const request: MessageSchema<{ readonly card: string }> = { schema: {}, definitions: {} }
  export const routed = derivedRoute(authorize, {
    action: 'Authorize',
    request,
    read: ({ card }) => ({ value: card, kind: 'rfid' as const }),
    write: () => ({}),
  })`

const root = join(import.meta.dirname, '../..')
let folder: string
let complaints: string

beforeAll(async () => {
  folder = mkdtempSync(join(import.meta.dirname, 'actions', '.census-'))
  Object.values(programs).forEach((text, at) => {
    writeFileSync(join(folder, `wrong-${at}.ts`), text)
  })
  writeFileSync(join(folder, 'sound.ts'), sound)
  copyFileSync(join(root, 'tsconfig.json'), join(folder, 'tsconfig.base.json'))
  const config = { extends: './tsconfig.base.json', include: ['./*.ts'] }
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config))
  complaints = await compile(folder)
})
afterAll(() => rmSync(folder, { recursive: true }))

function compile(project: string): Promise<string> {
  return new Promise((resolve) => {
    execFile(join(root, 'node_modules/.bin/tsc'), ['--noEmit', '-p', project], (_, stdout) => resolve(stdout))
  })
}

test('a census that is complete compiles', () => {
  expect(complaints).not.toMatch(/sound\.ts/)
})

test.each(Object.keys(programs).map((name, at) => [name, at] as const))('%s does not compile', (_, at) => {
  expect(complaints).toMatch(new RegExp(`wrong-${at}\\.ts\\(\\d+,\\d+\\): error TS`))
})
