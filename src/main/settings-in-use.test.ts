import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { silentLogger, systemClock } from '#kernel'
import { testDatabase } from '#test/database'
import { removeOld } from './maintenance.ts'
import { startPlatform } from './platform.ts'
import { ENTRIES } from './settings/entries.ts'
import { loadSettings } from './settings/index.ts'

/** The program's first lines read these themselves. */
const READ_BY_START = ['demo.enabled', 'log.level', 'log.format']

/** Notes the name of everything that is read from it, tables of settings apart. */
function watched<T extends object>(value: T, read: Set<string>, prefix = ''): T {
  return new Proxy(value, {
    get(target, key, receiver) {
      const inner: unknown = Reflect.get(target, key, receiver)
      if (typeof key !== 'string') return inner
      read.add(prefix + key)
      const isTable = typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      return isTable ? watched(inner, read, `${prefix}${key}.`) : inner
    },
  })
}

test('no setting is without effect: the program reads every one of them', async () => {
  const database = await testDatabase()
  const dir = await mkdtemp(join(tmpdir(), 'chargewright-settings-'))
  const settings = loadSettings({
    overrides: {
      data: { dir },
      database: { url: database.url },
      http: { port: 0 },
      ocpp: { port: 0, tlsPort: 0, soap: true },
      files: { sftp: true, sftpPort: 0, ftp: true, ftpPort: 0, ftps: true, ftpsPort: 0 },
    },
  })
  const read = new Set<string>()
  const platform = await startPlatform({ settings: watched(settings, read), logger: silentLogger })
  // Otherwise this runs by the clock on the wall.
  await removeOld({ services: platform.services, settings: watched(settings, read), clock: systemClock })
  await platform.stop()
  await database.close()
  await rm(dir, { recursive: true })
  const unread = ENTRIES.map(({ name }) => name).filter((name) => !read.has(name) && !READ_BY_START.includes(name))
  expect(unread).toEqual([])
})
