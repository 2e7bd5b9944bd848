import { Type } from 'typebox'
import { DER_KINDS, DER_UNITS, type DerAlarm, type StationDerControl } from '#domain/der-control'
import { identifier, instant, wholeNumber } from './fields.ts'
import { exactly, oneOf, resource } from './resource.ts'

const number = (description: string) => Type.Number({ description })
const maybe = (description: string) => Type.Optional(number(description))

const hysteresis = () =>
  exactly(
    {
      high: maybe('High value at which it is left'),
      low: maybe('Low value at which it is left'),
      delayS: maybe('Seconds before it is left'),
      gradient: maybe('Change of power while it is left, per cent a second'),
    },
    { description: 'When the control is left again' },
  )

const curve = () =>
  exactly(
    {
      unit: oneOf(DER_UNITS, 'What y is a share of'),
      points: Type.Array(exactly({ x: number('What is measured'), y: number('What is to be done') }), {
        ...{ minItems: 1, maxItems: 10 },
        description: 'Between two points it goes straight',
      }),
      responseTimeS: maybe('Seconds in which it is followed'),
      hysteresis: Type.Optional(hysteresis()),
      reactivePower: Type.Optional(
        exactly(
          {
            referenceV: maybe('Reference voltage, per cent of the nominal one'),
            autonomous: Type.Optional(Type.Boolean({ description: 'The reference follows the measured voltage' })),
            timeConstantS: maybe('Seconds in which it does'),
          },
          { description: 'Of curves of reactive power over voltage' },
        ),
      ),
      voltage: Type.Optional(
        exactly(
          {
            highMean10Min: maybe('Mean of ten minutes above which it ends, per cent of the nominal voltage'),
            highMean10MinDelayS: maybe('Seconds before it does'),
            duringCessation: Type.Optional(oneOf(['active', 'reactive'], 'What may flow during momentary cessation')),
          },
          { description: 'Of curves of tripping and cessation' },
        ),
      ),
    },
    { description: 'Of kinds that follow a curve' },
  )

const enterService = () =>
  exactly(
    {
      highVoltage: number('Per cent of the nominal voltage'),
      lowVoltage: number('Per cent of the nominal voltage'),
      highFrequency: number('Hz'),
      lowFrequency: number('Hz'),
      delayS: maybe('Seconds within these limits before it feeds again'),
      randomDelayS: maybe('Up to so many seconds more, by chance'),
      rampS: maybe('Seconds until it feeds in full'),
    },
    { description: 'When it may feed again; of kind enter-service' },
  )

const droop = () =>
  exactly(
    {
      overFrequency: number('Hz from which it feeds less'),
      underFrequency: number('Hz from which it feeds more'),
      overDroop: number('By how much less, per Hz'),
      underDroop: number('By how much more, per Hz'),
      responseTimeS: number('Seconds in which it does'),
    },
    { description: 'Of kind frequency-droop' },
  )

/** What a station that feeds the grid shall do for it (OCPP 2.1). */
export const derControl = () =>
  exactly(
    {
      kind: oneOf(DER_KINDS, 'What it is about; calls for one of the settings below'),
      isDefault: Type.Boolean({ description: 'Holds whenever no scheduled one of its kind does' }),
      priority: wholeNumber(0, 2_147_483_647, 'Of several of a kind the lowest rules'),
      startAt: Type.Optional(Type.String({ format: 'date-time', description: 'When it begins; of scheduled ones' })),
      durationS: maybe('How long it holds, in seconds; of scheduled ones'),
      curve: Type.Optional(curve()),
      enterService: Type.Optional(enterService()),
      fixedPowerFactor: Type.Optional(
        exactly(
          { displacement: number('cos φ, 0 to 1'), excitation: Type.Boolean({ description: 'Over-excited' }) },
          { description: 'Of kinds with a fixed power factor' },
        ),
      ),
      fixedVar: Type.Optional(
        exactly(
          { setpoint: number('Per cent of the unit'), unit: oneOf(DER_UNITS, 'What the setpoint is a share of') },
          { description: 'Of kind fixed-var' },
        ),
      ),
      droop: Type.Optional(droop()),
      gradient: Type.Optional(
        exactly(
          { ramp: number('Per cent a second'), softRamp: number('The same when starting softly') },
          { description: 'Of kind gradients' },
        ),
      ),
      maxDischargePct: maybe('Per cent of what the station can discharge; of kind limit-max-discharge'),
    },
    { description: 'What it shall do' },
  )

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
