import { expect, test } from 'vitest'
import { yesterdayAt } from '../booted-station.ts'
import { play, type Step, step } from '../official.ts'
import type { List } from '../operator.ts'
import { openScene } from '../scene.ts'

const { operator, raw } = await openScene()

const number = expect.any(Number)
const component = { name: 'EVSE', evse: { id: 1 } }
const variable = { name: 'AvailabilityState' }
const targets = [{ component: 'EVSE', evseId: 1, name: 'AvailabilityState' }]
const report = (criterion: 'problem' | 'available', word: string, more: Pick<Step, 'tells' | 'status'>): Step => ({
  says: ['get-custom-report', { criteria: [criterion], targets }],
  call: ['GetReport', { requestId: number, componentCriteria: [word], componentVariable: [{ component, variable }] }],
  answer: { status: more.status },
  state: 'answered',
  ...more,
})

const profile = {
  ...{ slot: 1, url: 'wss://csms.example/ocpp', securityProfile: 2, messageTimeoutS: 30 },
  interface: 'Wired0' as const,
}
const setProfile = (status: string) =>
  step(
    ['set-network-profile', profile],
    [
      'SetNetworkProfile',
      {
        configurationSlot: 1,
        connectionData: {
          ...{ messageTimeout: 30, ocppCsmsUrl: profile.url, ocppInterface: 'Wired0' },
          ...{ ocppTransport: 'JSON', ocppVersion: 'OCPP20', securityProfile: 2 },
        },
      },
    ],
    status,
  )

async function run(...steps: readonly Step[]): Promise<string> {
  const { id, station } = await raw('ocpp2.0.1')
  await play(operator, id, station, steps)
  station.connection.terminate()
  return id
}

test('ocpp2.0.1 TC_B_18_CSMS a report of chosen components that fit a criterion, also when there are none', async () => {
  const told = {
    ...{ generatedAt: yesterdayAt('10:00:00'), seqNo: 0 },
    reportData: [{ component, variable, variableAttribute: [{ value: 'Available' }] }],
  }
  const id = await run(
    report('problem', 'Problem', { status: 'EmptyResultSet' }),
    report('available', 'Available', { status: 'Accepted', tells: [['NotifyReport', told, {}]] }),
  )
  const { items } = await operator.get<List<object>>(`/stations/${id}/variables`)
  expect(items).toEqual([
    expect.objectContaining({ component: 'EVSE', evseId: 1, name: 'AvailabilityState', value: 'Available' }),
  ])
})

test.each([
  ['TC_B_42_CSMS a network profile is set', 'Accepted'],
  ['TC_B_44_CSMS a network profile that cannot be set is known not to be', 'Failed'],
])('ocpp2.0.1 %s', async (_, status) => {
  await run(setProfile(status))
})
