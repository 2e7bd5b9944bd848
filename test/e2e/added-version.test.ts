import { execFile } from 'node:child_process'
import { cp, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '#test/database'
import { dial, FOREIGN_BOOT, foreignEvent } from '#test/foreign-station'
import { type StartedProgram, startProgram } from '#test/started-program'

const ROOT = resolve(import.meta.dirname, '../..')
const run = promisify(execFile)

/** The sources as they are, and one folder more: a version of OCPP with one changed action and one changed command. */
let tree: string
let database: TestDatabase
let program: StartedProgram | undefined
beforeAll(async () => {
  tree = await mkdtemp(join(tmpdir(), 'chargewright-version-'))
  for (const part of ['src', 'tools', 'package.json']) await cp(join(ROOT, part), join(tree, part), { recursive: true })
  for (const part of ['node_modules', 'console']) await symlink(join(ROOT, part), join(tree, part))
  await cp(join(ROOT, 'test/fixtures/ocpp9.9'), join(tree, 'src/versions/ocpp9.9'), { recursive: true })
  database = await testDatabase()
})
afterAll(async () => {
  program?.kill()
  await database.close()
  await rm(tree, { recursive: true, force: true })
})

test('the folder alone makes ocpp9.9 spoken: a station of it is authorized, charges and is commanded in its own words', async () => {
  program = await startProgram({ dir: tree, databaseUrl: database.url, program: join(tree, 'src/main/start.ts') })
  const { api, ocppUrl } = program
  const created = await api('/tokens', { partyId: 'default', value: 'CARD-1' })
  expect(created).toMatchObject({ status: 201, body: { value: 'CARD-1' } })

  const station = await dial(ocppUrl, 'NINE-1', ['ocpp9.9', 'ocpp2.1'])
  expect(station.protocol).toBe('ocpp9.9')
  expect(await station.call('BootNotification', FOREIGN_BOOT)).toMatchObject([3, 'm-1', { status: 'Accepted' }])
  expect(await station.call('Authorize', { card: 'CARD-1' })).toEqual([3, 'm-2', { verdict: 'Welcome' }])
  expect(await station.call('Authorize', { card: 'CARD-2' })).toEqual([3, 'm-3', { verdict: 'Sorry' }])
  expect((await station.call('TransactionEvent', foreignEvent('Started', 0, 'Authorized', 1_000)))[0]).toBe(3)
  expect((await station.call('TransactionEvent', foreignEvent('Ended', 1, 'EVDeparted', 4_500)))[0]).toBe(3)
  const charged = { items: [{ reference: 'T-1', status: 'ended', energyWh: 3_500 }] }
  expect(await api('/transactions?stationId=NINE-1')).toMatchObject({ body: charged })
  expect(await api('/stations/NINE-1')).toMatchObject({ body: { protocol: 'ocpp9.9' } })

  await api('/commands', { stationId: 'NINE-1', kind: 'unlock', request: { evseId: 2 } })
  const asked = await station.frames.next()
  expect(asked.slice(2)).toEqual(['OpenLock', { outlet: 2 }])
  station.send([3, asked[1], { lock: 'Open' }])
  const commands = () => api('/commands?stationId=NINE-1')
  await expect.poll(commands).toMatchObject({ body: { items: [{ kind: 'unlock', state: 'answered' }] } })
  station.close()
  expect(await program.stop()).toEqual([0, null])
})

// That it compiles where it stands is seen to with all tests: its imports are the same there.
test('with the folder the sources keep the house plan, and nobody imports it', async () => {
  const checked = await run(process.execPath, [join(tree, 'tools/check-imports.ts')])
  expect(checked.stdout).toMatch(/^[1-9]\d{3} files read: 0 break the house plan/)
})

test('an import of it in the domain does not pass', async () => {
  const intruder = join(tree, 'src/domain/authorization/nine.ts')
  await writeFile(intruder, "export { version } from '../../versions/ocpp9.9/version.ts'\n")
  const checking = run(process.execPath, [join(tree, 'tools/check-imports.ts')])
  await expect(checking).rejects.toMatchObject({
    stderr: expect.stringContaining('src/domain/authorization/nine.ts:1 reaches into versions/ocpp9.9'),
  })
  await rm(intruder)
})
