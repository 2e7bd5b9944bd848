import { beforeEach, expect, test } from 'vitest'
import type { RawStation } from '#test/raw-station'
import { resultOf, yesterdayAt } from '../booted-station.ts'
import { openScene } from '../scene.ts'
import { field } from '../simulated.ts'

const { operator, raw } = await openScene()
let id = ''
let station: RawStation

async function connect(version: 'ocpp2.0.1' | 'ocpp2.1') {
  ;({ id, station } = await raw(version))
}
beforeEach(async () => {
  await connect('ocpp2.1')
  return () => station.connection.terminate()
})

/** The station reports a variable. */
async function tell(component: object, name: string, value: string, mutability = 'ReadWrite') {
  const reportData = [{ component, variable: { name }, variableAttribute: [{ value, mutability }] }]
  const report = { requestId: 1, seqNo: 0, generatedAt: yesterdayAt('10:00:00'), reportData }
  expect(resultOf(await station.call('NotifyReport', report))).toEqual({})
}
const priority = (slots: string) => tell({ name: 'OCPPCommCtrlr' }, 'NetworkConfigurationPriority', slots)

const set = (slot: string, values: Readonly<Record<string, string>>) => {
  const of = { component: 'NetworkConfiguration', componentInstance: slot }
  const variables = Object.entries(values).map(([name, value]) => ({ ...of, name, value }))
  return operator.command(id, 'set-variables', { variables })
}

/** What the station is told to set, by name; it does so. */
async function told(command: Awaited<ReturnType<typeof set>>): Promise<object> {
  const asked = await station.asked()
  expect(asked.action).toBe('SetVariables')
  const data = field(asked.payload, 'setVariableData')
  const settings = Array.isArray(data) ? data : []
  const results = settings.map(({ component, variable }) => ({ component, variable, attributeStatus: 'Accepted' }))
  station.send([3, asked.id, { setVariableResult: results }])
  expect(await operator.settled(command)).toMatchObject({ state: 'answered' })
  return Object.fromEntries(settings.map((one) => [field(one, 'variable', 'name'), field(one, 'attributeValue')]))
}

const url = { OcppCsmsUrl: 'wss://csms.example' }

test('ocpp2.1 B09.FR.21 of a network profile in use nothing is set, and nothing is sent', async () => {
  await priority('1, 2')
  for (const slot of ['1', '2']) {
    const command = await operator.settled(await set(slot, { MessageTimeout: '30' }))
    expect(command).toMatchObject({ state: 'refused', result: { error: { code: 'conflict' } } })
    expect(command.sentAt).toBeUndefined()
  }
  expect(station.frames.size).toBe(0)
  await priority('2')
  expect(await told(await set('1', { MessageTimeout: '30' }))).toEqual({ MessageTimeout: '30' })
})

test('ocpp2.1 B09.FR.29 what a network profile reaches by an access point or a tunnel has these switched on', async () => {
  const apn = { Apn: 'internet', ApnUserName: 'me' }
  expect(await told(await set('3', { ...url, ...apn }))).toEqual({
    ...{ ...url, ...apn, ApnEnabled: 'true', VpnEnabled: 'false' },
  })
  expect(await told(await set('3', { VpnServer: 'vpn.example' }))).toEqual({
    VpnServer: 'vpn.example',
    VpnEnabled: 'true',
  })
})

test('ocpp2.1 B09.FR.30 what a network profile reaches without them has these switched off', async () => {
  expect(await told(await set('3', url))).toEqual({ ...url, ApnEnabled: 'false', VpnEnabled: 'false' })
})

test('ocpp2.1 B09.FR.30 a single value that says nothing of the connection leaves them as they are', async () => {
  expect(await told(await set('3', { MessageTimeout: '30' }))).toEqual({ MessageTimeout: '30' })
})

test('ocpp2.1 B09.FR.30 what was given stands, and what the station cannot change is not sent', async () => {
  await tell({ name: 'NetworkConfiguration', instance: '3' }, 'VpnEnabled', 'false', 'ReadOnly')
  expect(await told(await set('3', { ...url, ApnEnabled: 'true' }))).toEqual({ ...url, ApnEnabled: 'true' })
})

test('in ocpp2.0.1 a network profile has no variables of its own to watch over', async () => {
  station.connection.terminate()
  await connect('ocpp2.0.1')
  await priority('1')
  expect(await told(await set('1', url))).toEqual(url)
})
