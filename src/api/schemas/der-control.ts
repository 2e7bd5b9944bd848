import { Type } from 'typebox'
import { DER_KINDS, DER_UNITS, type DerAlarm, type StationDerControl } from '#domain/der-control'
import { identifier, instant, wholeNumber } from './fields.ts'
import { exactly, oneOf, resource } from './resource.ts'

const number = () => Type.Optional(Type.Number())

const curve = () =>
  exactly({
    unit: oneOf(DER_UNITS),
    points: Type.Array(exactly({ x: Type.Number(), y: Type.Number() }), { minItems: 1, maxItems: 10 }),
    responseTimeS: number(),
    hysteresis: Type.Optional(exactly({ high: number(), low: number(), delayS: number(), gradient: number() })),
    reactivePower: Type.Optional(
      exactly({ referenceV: number(), autonomous: Type.Optional(Type.Boolean()), timeConstantS: number() }),
    ),
    voltage: Type.Optional(
      exactly({
        highMean10Min: number(),
        highMean10MinDelayS: number(),
        duringCessation: Type.Optional(oneOf(['active', 'reactive'])),
      }),
    ),
  })

/** What a station that feeds the grid shall do for it (OCPP 2.1). */
export const derControl = () =>
  exactly({
    kind: oneOf(DER_KINDS),
    isDefault: Type.Boolean({ description: 'Holds whenever no scheduled one of its kind does' }),
    priority: wholeNumber(0, 2_147_483_647),
    startAt: Type.Optional(instant()),
    durationS: number(),
    curve: Type.Optional(curve()),
    enterService: Type.Optional(
      exactly({
        highVoltage: Type.Number(),
        lowVoltage: Type.Number(),
        highFrequency: Type.Number(),
        lowFrequency: Type.Number(),
        delayS: number(),
        randomDelayS: number(),
        rampS: number(),
      }),
    ),
    fixedPowerFactor: Type.Optional(exactly({ displacement: Type.Number(), excitation: Type.Boolean() })),
    fixedVar: Type.Optional(exactly({ setpoint: Type.Number(), unit: oneOf(DER_UNITS) })),
    droop: Type.Optional(
      exactly({
        overFrequency: Type.Number(),
        underFrequency: Type.Number(),
        overDroop: Type.Number(),
        underDroop: Type.Number(),
        responseTimeS: Type.Number(),
      }),
    ),
    gradient: Type.Optional(exactly({ ramp: Type.Number(), softRamp: Type.Number() })),
    maxDischargePct: number(),
  })

export const stationDerControl = resource<StationDerControl>()(
  'StationDerControl',
  exactly({
    stationId: identifier(),
    controlId: Type.String(),
    control: derControl(),
    superseded: Type.Boolean({ description: 'Another of its kind rules in its place' }),
    active: Type.Optional(Type.Boolean({ description: 'As the station told of its start or end' })),
    toldAt: instant(),
  }),
)

export const derAlarm = resource<DerAlarm>()(
  'DerAlarm',
  exactly({
    stationId: identifier(),
    kind: oneOf(DER_KINDS),
    ended: Type.Boolean(),
    fault: Type.Optional(Type.String()),
    info: Type.Optional(Type.String()),
    at: instant(),
  }),
)
