import { describe, expect, test } from 'vitest'
import type { ChargingProfile, SchedulePeriod } from './charging-profile.ts'
import { directionFault, modeFault } from './check-mode.ts'

const frequencyControl = {
  baselineW: '0',
  frequencies: [
    { frequencyHz: '49.8', powerW: '-5000' },
    { frequencyHz: '50.2', powerW: '5000' },
  ],
}
const at = (period: Omit<SchedulePeriod, 'startS'>): SchedulePeriod => ({ startS: 0, ...period })

test.each<[string, Omit<SchedulePeriod, 'startS'>]>([
  ['Q03.FR.01 a setpoint to discharge', { operationMode: 'central-setpoint', setpoint: '-10' }],
  ['Q10.FR.01 nothing while idle', { operationMode: 'idle', evseSleep: true }],
  ['Q08.FR.01 a curve and no limit while the frequency rules', { operationMode: 'local-frequency', frequencyControl }],
  [
    'Q08.FR.02 a curve of signals besides',
    {
      operationMode: 'local-frequency',
      frequencyControl: {
        ...frequencyControl,
        signals: [
          { signal: -1, powerW: '-100' },
          { signal: 1, powerW: '100' },
        ],
      },
    },
  ],
  ['Q05 what others set', { operationMode: 'external-setpoint' }],
  ['a limit', { limit: '6' }],
  ['a limit of each direction', { limit: '6', dischargeLimit: '-6' }],
])('%s may be sent', (_, period) => {
  expect(modeFault(at(period))).toBeUndefined()
})

test.each<[string, Omit<SchedulePeriod, 'startS'>]>([
  ['Q03.FR.01 a setpoint without its mode', { setpoint: '-10' }],
  ['Q03.FR.01 the mode without a setpoint', { operationMode: 'central-setpoint' }],
  ['Q03.FR.02 a setpoint with a limit', { operationMode: 'central-setpoint', setpoint: '5', limit: '6' }],
  ['Q03.FR.02 a setpoint with a limit of a phase', { operationMode: 'central-setpoint', setpoint: '5', limitL2: '6' }],
  [
    'Q03.FR.02 a setpoint with a discharge limit',
    { operationMode: 'central-setpoint', setpoint: '5', dischargeLimit: '-6' },
  ],
  ['Q10.FR.01 a limit while idle', { operationMode: 'idle', limit: '0' }],
  [
    'Q08.FR.01 a setpoint while the frequency rules',
    { operationMode: 'local-frequency', setpoint: '0', frequencyControl },
  ],
  ['Q08.FR.03 the frequency without a curve', { operationMode: 'local-frequency' }],
  [
    'Q08.FR.03 a curve of one point',
    {
      operationMode: 'local-frequency',
      frequencyControl: { ...frequencyControl, frequencies: frequencyControl.frequencies.slice(0, 1) },
    },
  ],
  [
    'Q08.FR.02 a curve of signals of one point',
    {
      operationMode: 'local-frequency',
      frequencyControl: { ...frequencyControl, signals: [{ signal: 1, powerW: '100' }] },
    },
  ],
  ['Q03.FR.01 a setpoint beside a limit without its mode', { limit: '6', setpoint: '5' }],
  ['a curve where the frequency does not rule', { limit: '6', frequencyControl }],
  [
    'Q07.FR.03 a limit beside a setpoint for the frequency',
    { operationMode: 'central-frequency', setpoint: '5', limit: '6' },
  ],
  ['nothing at all', {}],
])('%s is not sent', (_, period) => {
  expect(modeFault(at(period))).toMatch(/period/)
})

describe('Q02.FR.01 Q02.FR.02 to a vehicle that has not asked to discharge', () => {
  const profile = (...periods: SchedulePeriod[]): ChargingProfile => ({
    ...{ purpose: 'transaction', stackLevel: 0, kind: 'absolute' },
    schedules: [{ rateUnit: 'W', periods }],
  })
  const charging = at({ limit: '6', operationMode: 'charging-only' })

  test('charging alone is sent', () => {
    expect(directionFault(profile(charging, at({ limit: '6' })), 'dc')).toBeUndefined()
  })

  test.each<SchedulePeriod>([
    at({ operationMode: 'central-setpoint', setpoint: '5' }),
    at({ limit: '6', dischargeLimit: '0' }),
    at({ operationMode: 'external-limits' }),
  ])('%j is not', (period) => {
    expect(directionFault(profile(charging, period), 'ac-three-phase')).toMatch(/charged only/)
    expect(directionFault(profile(charging, period), 'ac-bidirectional')).toBeUndefined()
    expect(directionFault(profile(charging, period), undefined)).toBeUndefined()
  })
})
