import { describe, expect, test } from 'vitest'
import { judgeEvent } from './judge-event.ts'

const component = { name: 'EVSE', evse: { id: 1, connectorId: 2 } }
const monitored = { kind: 'monitoring', type: 'EVSE.Power', severity: 4 }
const facts = { trigger: 'Alerting', variableMonitoringId: 7, actualValue: '9000', component }

describe('a security event', () => {
  test.each([
    ['TamperDetectionActivated', 2],
    ['InvalidMessages', 5],
    ['MaintenanceLoginAccepted', 6],
    ['VendorSpecificIntrusion', 5],
    ['constructor', 5],
  ])('%s is an alert of severity %i', (type, severity) => {
    const event = { kind: 'security', type, severity: null, facts: { techInfo: 'lid' } }
    const judged = { cause: 'security', subject: type, severity, detail: 'lid', cleared: false }
    expect(judgeEvent(event)).toEqual(judged)
  })

  test.each(['StartupOfTheDevice', 'ResetOrReboot', 'SettingSystemTime', 'FirmwareUpdated'])('%s is none', (type) => {
    expect(judgeEvent({ kind: 'security', type, severity: null, facts: {} })).toBeUndefined()
  })
})

describe('a connection that was refused', () => {
  const refused = (reason: string) => ({
    kind: 'security',
    type: 'ConnectionRefused',
    severity: null,
    facts: { reason },
  })

  test('is an alert that says why', () => {
    expect(judgeEvent(refused('other-profile'))).toMatchObject({ severity: 5, detail: 'other-profile' })
  })

  test('is none for a station that an operator has turned away', () => {
    expect(judgeEvent(refused('not-admitted'))).toBeUndefined()
  })
})

describe('a monitored event', () => {
  test('is an alert at its EVSE when a threshold is crossed, and over when it comes back', () => {
    const judged = { cause: 'monitor', subject: 'EVSE.Power 7', severity: 4, evseId: 1, connectorId: 2 }
    expect(judgeEvent({ ...monitored, facts })).toEqual({ ...judged, detail: 'EVSE.Power 9000', cleared: false })
    expect(judgeEvent({ ...monitored, facts: { ...facts, cleared: true } })).toMatchObject({ ...judged, cleared: true })
  })

  test('is over whatever its severity', () => {
    expect(judgeEvent({ ...monitored, severity: 9, facts: { ...facts, cleared: true } })).toMatchObject({
      cleared: true,
    })
  })

  test('is none when it was asked for, or is not grave', () => {
    expect(judgeEvent({ ...monitored, facts: { ...facts, trigger: 'Delta' } })).toBeUndefined()
    expect(judgeEvent({ ...monitored, facts: { ...facts, trigger: 'Periodic' } })).toBeUndefined()
    expect(judgeEvent({ ...monitored, severity: 7, facts })).toBeUndefined()
    expect(judgeEvent({ ...monitored, kind: 'firmware', facts })).toBeUndefined()
  })

  test.each([
    {},
    { component: 'EVSE' },
    { component: null },
    { component: { evse: { id: -1, connectorId: 'x' } } },
    { component: { evse: { id: 1e9 } } },
  ])('%j says no place that can be', (odd) => {
    const { evseId, connectorId } = judgeEvent({ ...monitored, facts: { trigger: 'Alerting', ...odd } }) ?? {}
    expect([evseId, connectorId]).toEqual([undefined, undefined])
  })
})
