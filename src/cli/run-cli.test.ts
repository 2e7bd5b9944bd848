import type { Command } from 'commander'
import { describe, expect, test } from 'vitest'
import { createProgram } from './create-program.ts'
import type { Surroundings } from './surroundings.ts'
import { terminal } from './testing/terminal.ts'

const run = terminal()

describe('exit codes', () => {
  test.each([
    [['--help'], 0],
    [['--version'], 0],
    [['station', 'list', '--help'], 0],
    [[], 2],
    [['station'], 2],
    [['staton', 'list'], 2],
    [['station', 'lst'], 2],
    [['station', 'show'], 2],
    [['station', 'show', 'a', 'b'], 2],
    [['station', 'list', '--limit', 'many'], 2],
    [['station', 'list', '--colour'], 2],
    [['station', 'list', '--url', 'ftp://x'], 2],
  ])('%j ends with %i', async (args, code) => {
    expect((await run(...args)).code).toBe(code)
  })

  test('what is misspelt is guessed', async () => {
    expect((await run('station', 'lst')).err).toContain('Did you mean list?')
  })
})

describe('when nothing answers', () => {
  const nowhere = terminal({ env: { CHARGEWRIGHT_API_URL: 'http://127.0.0.1:9' } })

  test('it asks whether the platform runs', async () => {
    const { code, out, err } = await nowhere('station', 'list')
    expect({ code, out }).toEqual({ code: 1, out: '' })
    expect(err).toMatch(/^error: Nothing answers at http:\/\/127\.0\.0\.1:9 \(.+\)\.\nIs it running\? /)
  })

  test('programs get a code', async () => {
    const { out, err } = await nowhere('station', 'list', '--json')
    expect(out).toBe('')
    expect(JSON.parse(err)).toMatchObject({ error: { code: 'unavailable', details: { url: 'http://127.0.0.1:9' } } })
  })

  test('--url wins over the environment', async () => {
    expect((await nowhere('station', 'list', '--url', 'http://127.0.0.1:7')).err).toContain('127.0.0.1:7')
  })
})

describe('the platform’s own programs', () => {
  test('start is handed its options', async () => {
    const started: unknown[] = []
    const own = terminal({ platform: { start: async (options) => void started.push(options) } })
    expect((await own('start')).code).toBe(0)
    await own('start', '--no-demo', '--data', '/d', '--config', 'c.toml')
    expect(started).toEqual([{ demo: true }, { demo: false, data: '/d', config: 'c.toml' }])
  })

  test('migrate tells what was run, and how it goes on a terminal', async () => {
    const own = terminal({
      columns: 80,
      platform: {
        async migrate({ onProgress, data }) {
          onProgress(`Starting the database in ${data}`)
          return ['0001-spine']
        },
      },
    })
    const { out, err } = await own('migrate', '--data', '/d')
    expect(out).toBe('Ran 0001-spine\n')
    expect(err).toContain('Starting the database in /d')
    expect((await run('migrate')).out).toBe('The database is up to date.\n')
    expect((await run('migrate', '--json')).json()).toEqual({ migrations: [] })
  })

  test('bench is handed everything, its exit code is ours', async () => {
    const ran: unknown[] = []
    const own = terminal({ programs: async (...call) => ran.push(call) })
    expect(await own('bench', '--only', 'memory', '--help')).toMatchObject({ code: 1, out: '', err: '' })
    expect(ran).toEqual([['test/load/bench.ts', ['--only', 'memory', '--help']]])
  })
})

test('a fault of the program itself is told as such, with its place on demand', async () => {
  const faulty = (env: Record<string, string>) =>
    terminal({ env, platform: { start: () => Promise.reject(new TypeError('x is not a function')) } })
  const { code, err } = await faulty({})('start')
  expect(code).toBe(1)
  expect(err).toBe('error: x is not a function\n(CHARGEWRIGHT_DEBUG=1 shows where that comes from.)\n')
  expect((await faulty({ CHARGEWRIGHT_DEBUG: '1' })('start')).err).toContain('run-cli.test.ts')
})

describe('every command', () => {
  const program = createProgram({ out: {}, err: {}, version: '1.2.3' } as Surroundings)
  const leaves = leavesOf(program, [])

  test('is there', () => expect(leaves.length).toBeGreaterThan(40))

  test.each(leaves.map(({ name }) => name))(
    '%s explains itself: what it does, its options, an example',
    async (name) => {
      if (name === 'bench') return expect((await run('--help')).out).toContain('bench')
      const { out, code } = await run(...name.split(' '), '--help')
      expect(code).toBe(0)
      expect(out).toMatch(/^Usage: chargewright /)
      expect(out).toMatch(/^[A-Z].*[.?]$/m)
      expect(out.slice(out.indexOf('Options:'))).toContain('chargewright ')
    },
  )

  test.each(leaves.filter(({ name }) => !['start', 'bench'].includes(name)))('$name has --json', ({ options }) => {
    expect(options).toContain('--json')
  })
})

function leavesOf(command: Command, path: readonly string[]): { name: string; options: (string | undefined)[] }[] {
  if (command.commands.length > 0) return command.commands.flatMap((one) => leavesOf(one, [...path, one.name()]))
  return [{ name: path.join(' '), options: command.options.map(({ long }) => long) }]
}
