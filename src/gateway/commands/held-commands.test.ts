import { describe, expect, test } from 'vitest'
import type { CommandKind, CommandRequests } from '#domain/commands'
import type { ListEntry, ListPlan } from '#domain/local-lists'
import type { OcppVersion } from '#ocpp/rpc'
import { checkPayload, isAction } from '#ocpp/schemas'
import type { CommandContext, PlannedCall } from './command-codec.ts'
import { planCommand } from './commands.ts'

const VERSIONS = ['ocpp1.6', 'ocpp2.0.1', 'ocpp2.1'] as const
const NEWER = ['ocpp2.0.1', 'ocpp2.1'] as const

const entry = (value: string, change: Partial<ListEntry> = {}): ListEntry => ({
  ...{ value, kind: 'rfid', status: 'accepted' },
  ...change,
})
const validUntil = new Date('2026-05-01T00:00:00Z')
const bob = entry('BOB', { status: 'blocked', kind: 'emaid' })
const listPlan: ListPlan = {
  ...{ version: 4, confirmed: [entry('GONE'), bob], uncertain: false, limits: { itemsPerMessage: 10 }, omitted: 2 },
  wanted: [entry('ALICE', { groupId: 'family', validUntil }), bob],
  changes: { drop: [entry('GONE')], put: [entry('ALICE', { groupId: 'family', validUntil })] },
}
const context: CommandContext = {
  ...{ requestNumber: 77, registration: 'accepted', itemsPerMessage: 2, hasSecurityExtension: false, listPlan },
  reservation: { id: 'r1', number: 12 },
  transactionReference: 'T1',
}

const { listPlan: _, ...withoutList } = context

/** The calls of a command, each to the letter of its schema. */
function calls<K extends CommandKind>(
  version: OcppVersion,
  kind: K,
  request: CommandRequests[K],
  more: Partial<CommandContext> = {},
  known: CommandContext = context,
): readonly PlannedCall[] {
  const planned = planCommand(version, { kind, request }, { ...known, ...more })
  if ('unsupported' in planned) throw new Error(planned.unsupported)
  return planned.map((call) => strictly(version, call))
}

function strictly(version: OcppVersion, call: PlannedCall): PlannedCall {
  const { action, payload } = call
  if (!isAction(version, action)) throw new Error(`${version} has no ${action}`)
  expect(checkPayload(version, action, 'request', payload, 'strict')).toMatchObject({ outcome: 'valid' })
  return call
}

/** What follows when the first call is answered so. */
function after(
  version: OcppVersion,
  [first]: readonly PlannedCall[],
  payload: object,
): readonly PlannedCall[] | undefined {
  const answer = first?.read(payload)
  if (answer === undefined) throw new Error('the answer cannot be read')
  return first?.instead?.(answer)?.map((call) => strictly(version, call))
}

describe.each(VERSIONS)('%s send-local-list', (version) => {
  const is16 = version === 'ocpp1.6'
  const named = (number: number) => (is16 ? { listVersion: number } : { versionNumber: number })

  test('D01.FR.16 D01.FR.17 sends what differs to a station that has what it confirmed', () => {
    const [change, ...others] = after(version, calls(version, 'send-local-list', {}), named(4)) ?? []
    expect(others).toEqual([])
    const items = is16
      ? [
          { idTag: 'GONE' },
          {
            idTag: 'ALICE',
            idTagInfo: { status: 'Accepted', parentIdTag: 'family', expiryDate: validUntil.toISOString() },
          },
        ]
      : [
          { idToken: { idToken: 'GONE', type: 'ISO14443' } },
          {
            idToken: { idToken: 'ALICE', type: 'ISO14443' },
            idTokenInfo: {
              ...{ status: 'Accepted', cacheExpiryDateTime: validUntil.toISOString() },
              groupIdToken: { idToken: 'family', type: 'Central' },
            },
          },
        ]
    expect(change?.payload).toEqual({ ...named(5), updateType: 'Differential', localAuthorizationList: items })
    expect(change?.read({ status: 'Accepted' })?.details).toEqual({ version: 5, entries: 2, omitted: 2 })
  })

  test('D01.FR.03 sends all of it to any other, and after a change that was refused', () => {
    const whole = { updateType: 'Full', localAuthorizationList: expect.objectContaining({ length: 2 }) }
    const asked = calls(version, 'send-local-list', {})
    expect(after(version, asked, named(9))?.map(({ payload }) => payload)).toEqual([{ ...named(10), ...whole }])
    const change = after(version, asked, named(4)) ?? []
    const instead = after(version, change, { status: 'VersionMismatch' })
    expect(instead?.map(({ payload }) => payload)).toEqual([{ ...named(5), ...whole }])
    expect(after(version, instead ?? [], { status: 'Failed' })).toEqual([])
  })

  test('F-05 a station that has not told how much it takes is asked first, and then taken at its word', () => {
    const asked = calls(version, 'send-local-list', {}, { listPlan: { ...listPlan, limits: {} } })
    expect(asked).toMatchObject([{ action: is16 ? 'GetConfiguration' : 'GetVariables' }])
    const component = { name: 'LocalAuthListCtrlr' }
    const told = is16
      ? {
          configurationKey: [
            { key: 'SendLocalListMaxLength', readonly: true, value: '1' },
            { key: 'LocalAuthListMaxLength', readonly: true, value: '1' },
          ],
        }
      : {
          getVariableResult: [
            { component, variable: { name: 'ItemsPerMessage' }, attributeStatus: 'Accepted', attributeValue: '1' },
            { component, variable: { name: 'BytesPerMessage' }, attributeStatus: 'UnknownVariable' },
          ],
        }
    const pieces = after(version, after(version, asked, told) ?? [], named(9)) ?? []
    for (const { payload } of pieces) expect(payload).toMatchObject({ localAuthorizationList: { length: 1 } })
    expect(pieces).toHaveLength(is16 ? 1 : 2)
  })

  test('D01.FR.03 sends all of it where nobody knows what the station has, and where it is asked for', () => {
    const uncertain = calls(version, 'send-local-list', {}, { listPlan: { ...listPlan, uncertain: true } })
    const full = calls(version, 'send-local-list', { update: 'full' })
    // Another kind makes it another token; left as it was, the former would still be good.
    const [first] = listPlan.confirmed
    const wanted = first === undefined ? [] : [{ ...first, kind: 'emaid' as const }]
    const another = calls(version, 'send-local-list', {}, { listPlan: { ...listPlan, wanted } })
    for (const asked of [uncertain, full, another]) {
      expect(after(version, asked, named(4))?.map(({ payload }) => payload)).toMatchObject([{ updateType: 'Full' }])
    }
  })
})

test('1.6 §5.10 −1 is no version: a station that knows no lists is sent none', () => {
  const asked = calls('ocpp1.6', 'send-local-list', {})
  expect(asked[0]?.read({ listVersion: -1 })).toMatchObject({ status: 'NotSupported', accepted: false })
  expect(after('ocpp1.6', asked, { listVersion: -1 })).toBeUndefined()
})

test.each(VERSIONS)('%s H01 H02 a reservation is made and cancelled by its number', (version) => {
  const expiresAt = '2026-03-01T13:00:00+02:00'
  const [reserve] = calls(version, 'reserve-now', { token: 'ALICE', groupId: 'family', evseId: 2, expiresAt })
  expect(JSON.stringify(reserve?.payload)).toContain('2026-03-01T11:00:00.000Z')
  expect(reserve?.read({ status: 'Accepted' })).toEqual({
    ...{ status: 'Accepted', accepted: true, details: { reservationId: 'r1', number: 12 } },
  })
  const [cancel] = calls(version, 'cancel-reservation', { reservationId: 'r1' })
  expect(cancel?.payload).toEqual({ reservationId: 12 })
})

describe.each(NEWER)('%s', (version) => {
  test('B08 B09 E14 I02 N09 everything is said to the letter', () => {
    calls(version, 'get-custom-report', { criteria: ['active', 'available', 'enabled', 'problem'] })
    calls(version, 'get-custom-report', { targets: [{ component: 'EVSE', evseId: 1, connectorId: 1, name: 'Power' }] })
    const apn = { apn: 'a', authentication: 'AUTO', userName: 'u', apnPassword: 'p', simPin: '1234' } as const
    const vpn = { server: 's', user: 'u', password: 'p', key: 'k', type: 'IKEv2' } as const
    const profile = { slot: 1, url: 'wss://x', securityProfile: 1, messageTimeoutS: 30, interface: 'Wired0' } as const
    calls(version, 'set-network-profile', { ...profile, apn, vpn })
    calls(version, 'get-transaction-status', {})
    calls(version, 'update-cost', { totalCost: '0.01' })
    const certificate = { hashAlgorithm: 'SHA256', issuerNameHash: 'a', issuerKeyHash: 'b', serialNumber: 'c' } as const
    calls(version, 'customer-information', { certificate, report: true, clear: true }, {}, withoutList)
    calls(version, 'customer-information', { token: 'ALICE', report: true, clear: false }, {}, withoutList)
  })

  test('B08.FR.06 each piece of a report is a report of its own, numbered within what an integer holds', () => {
    const targets = ['A', 'B', 'C'].map((component) => ({ component }))
    const reports = calls(version, 'get-custom-report', { targets }, { requestNumber: 2 ** 31 - 1 })
    expect(reports.map(({ payload }) => payload)).toMatchObject([
      { requestId: 2 ** 31 - 1, componentVariable: [{ component: { name: 'A' } }, { component: { name: 'B' } }] },
      { requestId: 1, componentVariable: [{ component: { name: 'C' } }] },
    ])
  })

  test('F-05 B08.FR.18 no piece of it is longer than the station takes', () => {
    const targets = ['A', 'B', 'C'].map((component) => ({ component }))
    const reports = calls(version, 'get-custom-report', { targets }, { bytesPerMessage: 130 })
    expect(reports.map(({ payload }) => payload)).toMatchObject(
      ['A', 'B', 'C'].map((name) => ({ componentVariable: [{ component: { name } }] })),
    )
  })

  test('N10.FR.02 clearing a listed token goes on with the list', () => {
    const [clear, list] = calls(version, 'customer-information', { token: 'GONE', report: false, clear: true })
    expect([clear?.action, list?.action]).toEqual(['CustomerInformation', 'GetLocalListVersion'])
  })
})
