import { expect, test } from 'vitest'
import type { CommandRequests } from '#domain/commands'
import { yesterdayAt } from '../booted-station.ts'
import { play, type Step, step } from '../official.ts'
import { openScene } from '../scene.ts'

const { operator, raw } = await openScene()
const startsAt = '2026-01-01T00:00:00Z'
const endsAt = '2099-01-01T00:00:00Z'
const content = { format: 'UTF8', language: 'en', content: 'Hello' }

type Request = CommandRequests['set-display-message']
const set = (change: Partial<Request>, message: object, status = 'Accepted', wording: object = content): Step =>
  step(
    [
      'set-display-message',
      {
        ...{ messageId: 5, priority: 'normal-cycle' },
        wordings: [{ format: 'utf8', language: 'en', content: 'Hello' }],
        ...change,
      },
    ],
    ['SetDisplayMessage', { message: { id: 5, priority: 'NormalCycle', message: wording, ...message } }],
    status,
  )
const html: Partial<Request> = { wordings: [{ format: 'html', content: '<b>Hello</b>' }] }

const get = (request: CommandRequests['get-display-messages'], payload: object, status = 'Accepted'): Step =>
  step(
    ['get-display-messages', request],
    ['GetDisplayMessages', { requestId: expect.any(Number), ...payload }],
    status,
    {
      state: 'answered',
      tells:
        status === 'Accepted'
          ? [
              [
                'NotifyDisplayMessages',
                { messageInfo: [{ id: 5, priority: 'NormalCycle', state: 'Idle', message: content }] },
                {},
              ],
            ]
          : [],
    },
  )
const clear = (status: string): Step =>
  step(['clear-display-message', { messageId: 5 }], ['ClearDisplayMessage', { id: 5 }], status)
const ofTransaction = { reference: 'T1' }
const named = { transactionId: 'T1' }

const cases: readonly (readonly [name: string, ...steps: readonly Step[]])[] = [
  ['TC_O_01_CSMS a message is shown', set({}, {})],
  ['TC_O_02_CSMS all messages are read', set({}, {}), get({}, {})],
  ['TC_O_03_CSMS there are no messages', get({}, {}, 'Unknown')],
  ['TC_O_04_CSMS a message is cleared', set({}, {}), clear('Accepted')],
  ['TC_O_05_CSMS a message to be cleared is not there', clear('Unknown')],
  ['TC_O_06_CSMS a message for a transaction is shown', set(ofTransaction, named)],
  ['TC_O_07_CSMS a message is read by id', set({}, {}), get({ ids: [5] }, { id: [5] })],
  [
    'TC_O_08_CSMS messages are read by priority',
    set({}, {}),
    get({ priority: 'normal-cycle' }, { priority: 'NormalCycle' }),
  ],
  [
    'TC_O_09_CSMS messages are read by state',
    set({ state: 'idle' }, { state: 'Idle' }),
    get({ state: 'idle' }, { state: 'Idle' }),
  ],
  ['TC_O_10_CSMS a message for a transaction that is not there', set(ofTransaction, named, 'UnknownTransaction')],
  ['TC_O_11_CSMS a message that is not there is read', set({}, {}), get({ ids: [6] }, { id: [6] }, 'Unknown')],
  [
    'TC_O_12_CSMS a message takes the place of another, under its id',
    set({}, {}),
    set({ wordings: [{ format: 'utf8', content: 'Bye' }] }, {}, 'Accepted', { format: 'UTF8', content: 'Bye' }),
  ],
  ['TC_O_13_CSMS a message from a time on', set({ startsAt }, { startDateTime: startsAt })],
  ['TC_O_14_CSMS a message until a time', set({ endsAt }, { endDateTime: endsAt })],
  [
    'TC_O_17_CSMS a priority that is not supported',
    set({ priority: 'always-front' }, { priority: 'AlwaysFront' }, 'NotSupportedPriority'),
  ],
  [
    'TC_O_18_CSMS a state that is not supported',
    set({ state: 'charging' }, { state: 'Charging' }, 'NotSupportedState'),
  ],
  [
    'TC_O_19_CSMS a format that is not supported',
    set(html, {}, 'NotSupportedMessageFormat', { format: 'HTML', content: '<b>Hello</b>' }),
  ],
  ['TC_O_25_CSMS a message for one state', set({ state: 'charging' }, { state: 'Charging' })],
  ['TC_O_26_CSMS a message is refused', set({}, {}, 'Rejected')],
  [
    'TC_O_27_CSMS a message for a transaction from a time on',
    set({ ...ofTransaction, startsAt, state: 'charging' }, { ...named, startDateTime: startsAt, state: 'Charging' }),
  ],
  [
    'TC_O_28_CSMS a message for a transaction until a time',
    set({ ...ofTransaction, endsAt, state: 'charging' }, { ...named, endDateTime: endsAt, state: 'Charging' }),
  ],
]
test.each(cases.map(([name, ...steps]) => [name, steps] as const))('ocpp2.0.1 %s', async (_, steps) => {
  const { id, station } = await raw('ocpp2.0.1')
  await station.call('TransactionEvent', {
    ...{ eventType: 'Started', timestamp: yesterdayAt('12:00:00'), triggerReason: 'CablePluggedIn', seqNo: 0 },
    ...{ transactionInfo: { transactionId: 'T1' }, evse: { id: 1, connectorId: 1 } },
  })
  await play(operator, id, station, steps)
  station.connection.terminate()
})
