import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { AppError } from '#kernel'
import { ENTRIES } from './entries.ts'
import { loadSettings, type SettingsSources } from './load.ts'

const folder = mkdtempSync(join(tmpdir(), 'settings-'))
afterAll(() => rmSync(folder, { recursive: true }))

function fileWith(toml: string): string {
  const path = join(folder, 'chargewright.toml')
  writeFileSync(path, toml)
  return path
}

function complaint(sources: SettingsSources): string {
  try {
    loadSettings(sources)
  } catch (error) {
    if (error instanceof AppError && error.code === 'invalid') return error.message
    throw error
  }
  return 'no complaint'
}

test('without a word from anybody the defaults hold', () => {
  const settings = loadSettings()
  expect(settings.http).toMatchObject({ host: '127.0.0.1', port: 8080, publicUrl: '', hostNames: [] })
  expect(settings.ocpp).toMatchObject({ host: '127.0.0.1', port: 9000, tlsPort: 9443, unknownStations: 'refuse' })
  expect(settings.roles).toEqual(['gateway', 'api', 'worker'])
})

test('every default is itself an allowed value', () => {
  for (const { name, field } of ENTRIES) expect([name, field.read(field.fallback)]).toEqual([name, field.fallback])
})

test('the command line wins over the environment, the environment over the file, the file over the default', () => {
  const file = fileWith('[ocpp]\nport = 1\ntlsPort = 1\ncallTimeoutS = 1\n')
  const env = { CHARGEWRIGHT_OCPP_PORT: '2', CHARGEWRIGHT_OCPP_TLS_PORT: '2' }
  const { ocpp } = loadSettings({ file, env, overrides: { ocpp: { port: 3 } } })
  expect([ocpp.port, ocpp.tlsPort, ocpp.callTimeoutS, ocpp.heartbeatIntervalS]).toEqual([3, 2, 1, 300])
})

test('an environment variable is read as the type of its setting', () => {
  const settings = loadSettings({
    env: {
      CHARGEWRIGHT_DEMO_ENABLED: 'no',
      CHARGEWRIGHT_OCPP_VERSIONS: 'ocpp2.0.1, ocpp1.6',
      CHARGEWRIGHT_ROLES: 'api',
      CHARGEWRIGHT_DATABASE_URL: 'postgres://me:secret@db/charging',
      CHARGEWRIGHT_LOG_LEVEL: 'warn',
      CHARGEWRIGHT_HTTP_HOST_NAMES: 'charging.example.org, other',
      CHARGEWRIGHT_HTTP_TRUSTED_PROXIES: '10.0.0.0/8,::1,loopback',
    },
  })
  expect(settings.demo.enabled).toBe(false)
  expect(settings.ocpp.versions).toEqual(['ocpp1.6', 'ocpp2.0.1'])
  expect(settings.roles).toEqual(['api'])
  expect(settings.database.url).toBe('postgres://me:secret@db/charging')
  expect(settings.log.level).toBe('warn')
  expect(settings.http.hostNames).toEqual(['charging.example.org', 'other'])
  expect(settings.http.trustedProxies).toEqual(['10.0.0.0/8', '::1', 'loopback'])
})

test('a list may be empty, in the file and in the environment', () => {
  expect(loadSettings({ file: fileWith('[http]\nhostNames = []\n') }).http.hostNames).toEqual([])
  expect(loadSettings({ env: { CHARGEWRIGHT_HTTP_HOST_NAMES: '' } }).http.hostNames).toEqual([])
})

describe('a wrong value names itself, where it stands, and what is allowed', () => {
  test.each<[string, Record<string, string>, string]>([
    [
      'a port out of range',
      { CHARGEWRIGHT_HTTP_PORT: '70000' },
      'CHARGEWRIGHT_HTTP_PORT is 70000; allowed is a whole number from 0 to 65535',
    ],
    [
      'a number with a fraction',
      { CHARGEWRIGHT_OCPP_CALL_TIMEOUT_S: '1.5' },
      'is 1.5; allowed is a whole number from 1 to 600',
    ],
    ['no number', { CHARGEWRIGHT_OCPP_CALL_TIMEOUT_S: 'soon' }, 'CHARGEWRIGHT_OCPP_CALL_TIMEOUT_S is "soon"; allowed'],
    ['an empty number', { CHARGEWRIGHT_OCPP_CALL_TIMEOUT_S: '' }, 'is ""; allowed is a whole number'],
    [
      'a word not in the list',
      { CHARGEWRIGHT_OCPP_UNKNOWN_STATIONS: 'maybe' },
      'is "maybe"; allowed is refuse, waiting-list, accept',
    ],
    ['neither true nor false', { CHARGEWRIGHT_DEMO_ENABLED: 'perhaps' }, 'is "perhaps"; allowed is true or false'],
    [
      'a version nobody speaks',
      { CHARGEWRIGHT_OCPP_VERSIONS: 'ocpp1.6,ocpp3' },
      'allowed is one or more of ocpp1.6, ocpp2.0.1, ocpp2.1',
    ],
    ['no role at all', { CHARGEWRIGHT_ROLES: '' }, 'allowed is one or more of gateway, api, worker'],
    [
      'a URL of another kind',
      { CHARGEWRIGHT_HTTP_PUBLIC_URL: 'ftp://x' },
      'allowed is empty, or a URL that begins with http:// or https://',
    ],
    [
      'a profile that does not exist',
      { CHARGEWRIGHT_OCPP_SECURITY_PROFILE_MINIMUM: '4' },
      'allowed is a whole number from 0 to 3',
    ],
    ['a frame limit too small to work', { CHARGEWRIGHT_OCPP_FRAME_LIMIT_BYTES: '10' }, 'from 65536 to 67108864'],
    [
      'a proxy that is no address',
      { CHARGEWRIGHT_HTTP_TRUSTED_PROXIES: '10.0.0.0/33' },
      'is ["10.0.0.0/33"]; allowed is a list of IP addresses, networks',
    ],
    [
      'a host name with a port',
      { CHARGEWRIGHT_HTTP_HOST_NAMES: 'charging.example.org:8080' },
      'allowed is a list of host names without port; empty for none',
    ],
    [
      'a secret key of another form',
      { CHARGEWRIGHT_SECRET_KEY: 'correct horse' },
      'CHARGEWRIGHT_SECRET_KEY has a value that is not allowed; allowed is empty, or 64 hex digits.',
    ],
  ])('%s', (_kind, env, expected) => {
    expect(complaint({ env })).toContain(expected)
  })

  test('in the file, by its name there', () => {
    const file = fileWith('[ocpp]\nport = "9000"\n')
    expect(complaint({ file })).toBe(
      `ocpp.port in ${file} is "9000"; allowed is a whole number from 0 to 65535; 0 takes any free port.`,
    )
  })

  test('all of them at once', () => {
    const env = { CHARGEWRIGHT_HTTP_PORT: 'x', CHARGEWRIGHT_LOG_LEVEL: 'loud' }
    expect(complaint({ env }).split('\n')).toHaveLength(2)
  })

  test('but a secret is not repeated', () => {
    const said = complaint({ env: { CHARGEWRIGHT_DATABASE_URL: 'mysql://me:hunter2@db/x' } })
    expect(said).toContain('CHARGEWRIGHT_DATABASE_URL has a value that is not allowed')
    expect(said).not.toContain('hunter2')
  })
})

describe('an unknown name is named with the nearest known one', () => {
  test('in the file', () => {
    expect(complaint({ file: fileWith('[ocpp]\nprot = 1\n') })).toContain('is no setting; the nearest one is ocpp.port')
  })

  test('as a group of the file', () => {
    expect(complaint({ file: fileWith('[websocket]\nport = 1\n') })).toContain('websocket in ')
  })

  test('as a group that is not a table', () => {
    expect(complaint({ file: fileWith('ocpp = 5\n') })).toContain('ocpp in ')
  })

  test('in the environment', () => {
    const said = complaint({ env: { CHARGEWRIGHT_OCPP_CALL_TIMEOUT: '5' } })
    expect(said).toBe(
      'CHARGEWRIGHT_OCPP_CALL_TIMEOUT is no setting; the nearest one is CHARGEWRIGHT_OCPP_CALL_TIMEOUT_S.',
    )
  })

  test('but a variable of something else with our prefix is left alone', () => {
    expect(complaint({ env: { CHARGEWRIGHT_CHROMIUM: '/usr/bin/chromium' } })).toBe('no complaint')
  })
})

test('a certificate without its key is refused', () => {
  const said = complaint({ overrides: { ocpp: { tlsRsaCertificateFile: 'server.pem' } } })
  expect(said).toBe('ocpp.tlsRsaCertificateFile and ocpp.tlsRsaKeyFile belong together: set both or none.')
})

test('a file that was named but cannot be read is refused', () => {
  expect(complaint({ file: join(folder, 'nowhere.toml') })).toMatch(/nowhere\.toml cannot be read/)
})

test('a file that is not TOML is refused with the place', () => {
  expect(complaint({ file: fileWith('[ocpp\nport = 1') })).toMatch(/is not TOML: [\s\S]*1/)
})
