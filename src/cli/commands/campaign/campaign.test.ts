import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createStation, type Station } from '#simulator'
import { type TestPlatform, testPlatform, WITHOUT_WORKER } from '#test/platform'
import { answerTo } from '../../testing/seen.ts'
import { type Ran, terminal } from '../../testing/terminal.ts'

let platform: TestPlatform
let env: Readonly<Record<string, string>>
let run: ReturnType<typeof terminal>
let station: Station

beforeAll(async () => {
  platform = await testPlatform(WITHOUT_WORKER)
  env = { CHARGEWRIGHT_API_URL: platform.apiUrl, CHARGEWRIGHT_API_KEY: platform.ownerKey }
  run = terminal({ env })
  station = createStation({ id: 'CS-1', version: 'ocpp2.0.1', url: platform.ocppUrl })
  const told = answerTo(station, 'StatusNotification')
  station.start()
  await told
})
afterAll(async () => {
  station.stop()
  await platform.stop()
})

/** What the platform does now and then by itself, until the command line has seen enough. */
async function meanwhile(command: Promise<Ran>): Promise<Ran> {
  let over = false
  const done = command.finally(() => {
    over = true
  })
  while (!over) {
    await platform.services.campaigns.work()
    await platform.services.configuration.work()
    // The stations have their turn too.
    await new Promise((resolve) => setImmediate(resolve))
  }
  return done
}

const plan = ['--party', 'default', '--name', 'Nightly', '--kind', 'reboot', '--group.station-ids', 'CS-1']
const idIn = ({ out }: Ran) => /\((\S+)\)/.exec(out)?.[1] ?? ''

describe('campaign', () => {
  test('is planned, listed, shown, started, paused, resumed and stopped', async () => {
    const planned = await run('campaign', 'create', ...plan)
    expect(planned.out).toMatch(/^Nightly \(\S+\): draft, 0 of 1\.\n$/)
    const id = idIn(planned)
    expect((await run('campaign', 'list', '--state', 'draft')).out).toMatch(
      new RegExp(`^${id} +Nightly +reboot +draft +1 of 1 +0 of 1`, 'm'),
    )
    expect((await run('campaign', 'show', id)).out).toMatch(/^CS-1 +1 +waiting +the campaign has not been started/m)
    const states = []
    for (const move of ['start', 'pause', 'resume', 'stop']) states.push((await run('campaign', move, id)).out)
    expect(states.map((text) => /: (\w+),/.exec(text)?.[1])).toEqual(['running', 'paused', 'running', 'canceled'])
    expect((await run('campaign', 'start', id)).code).toBe(1)
  })

  test('is watched to its end, which is no good one where it was stopped', async () => {
    const id = idIn(await run('campaign', 'create', ...plan, '--start'))
    const watched = run('campaign', 'watch', id)
    await run('campaign', 'stop', id)
    expect(await watched).toMatchObject({ code: 1, out: expect.stringMatching(/^Nightly: canceled, /) })
    expect((await run('campaign', 'watch', id)).code).toBe(1)
  })

  test('goes on when somebody has seen enough', async () => {
    const id = idIn(await run('campaign', 'create', ...plan, '--start'))
    const enough = new AbortController()
    const screen = terminal({ env, columns: 100, interrupted: enough.signal, onErr: () => enough.abort() })
    const { code, err } = await screen('campaign', 'watch', id)
    expect(code).toBe(0)
    expect(err).toMatch(/Nightly [█░]+ 0 of 1.* \(running\)/)
    expect((await run('campaign', 'stop', id)).code).toBe(0)
  })

  test.each([
    [['--kind', 'carrot'], '--kind'],
    [['--kind', 'reboot', '--name', 'x', '--wave-size', '0'], '--wave-size'],
    [['--kind', 'reboot', '--name', 'x', '--failure-limit-percent', '101'], '--failure-limit-percent'],
  ])('of %j is refused by name', async (args, name) => {
    expect(await run('campaign', 'create', ...args)).toMatchObject({ code: 2, err: expect.stringContaining(name) })
  })
})

describe('configuration', () => {
  const wanted = JSON.stringify({ component: 'OCPPCommCtrlr', name: 'HeartbeatInterval', value: '77' })

  test('is wanted by a template, told to differ, and set', async () => {
    const about = ['--party', 'default', '--name', 'Heartbeats', '--group.station-ids', 'CS-1', '--wanted', wanted]
    const made = await run('configuration', 'template', 'create', ...about)
    expect(made.out).toMatch(/^Added Heartbeats \(\S+\): 1 stations/)
    const id = idIn(made)
    expect((await run('configuration', 'template', 'show', id)).out).toMatch(/^OCPPCommCtrlr\.HeartbeatInterval +77$/m)
    await run('command', 'send', 'get-variables', 'CS-1', 'OCPPCommCtrlr.HeartbeatInterval')
    await platform.services.configuration.work()
    expect((await run('configuration', 'drift', '--station', 'CS-1')).out).toMatch(
      /^CS-1 +OCPPCommCtrlr\.HeartbeatInterval +77 +\d+ +differs +Heartbeats/m,
    )
    const apply = ['configuration', 'apply', '--party', 'default', '--name', 'Heartbeats', '--template', id]
    const applied = await meanwhile(run(...apply))
    expect(applied).toMatchObject({ code: 0, out: 'Heartbeats: finished, 1 of 1.\n' })
    const change = idIn({ ...applied, out: applied.err })
    expect((await run('campaign', 'show', change)).out).toMatch(/^CS-1 +1 +succeeded .*HeartbeatInterval Accepted/m)
    const listed = await run('campaign', 'list', '--kind', 'configuration')
    expect(listed.out).toMatch(new RegExp(`^${change} +Heartbeats +configuration +finished +1 of 1 +1 of 1`, 'm'))
    expect((await run('campaign', 'list', '--kind', 'firmware')).out).toBe('')
    expect((await run('campaign', 'watch', change)).code).toBe(0)
    expect((await run('configuration', 'template', 'list')).out).toMatch(new RegExp(`^${id} +Heartbeats +1 +1 +0`, 'm'))
    expect((await run('configuration', 'template', 'remove', id)).code).toBe(0)
  })

  test('is begun without waiting, paused, resumed and stopped', async () => {
    const about = ['--party', 'default', '--name', 'Later', '--group.station-ids', 'CS-1', '--wanted', wanted]
    const { out, code } = await run('configuration', 'apply', ...about, '--no-wait')
    expect([code, out]).toEqual([0, expect.stringMatching(/^Later: running \(\S+\)\.\n$/)])
    const id = /\((\S+)\)/.exec(out)?.[1] ?? ''
    const states = []
    for (const move of ['pause', 'resume', 'stop']) states.push((await run('campaign', move, id)).out)
    expect(states.map((text) => /: (\w+),/.exec(text)?.[1])).toEqual(['paused', 'running', 'canceled'])
  })
})
