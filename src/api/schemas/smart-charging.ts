import { Type } from 'typebox'
import {
  type CalculatedSchedule,
  CHARGING_PURPOSES,
  type ChargingProfile,
  type ChargingSchedule,
  ENERGY_TRANSFERS,
  type ExternalLimit,
  NEEDS_ANSWERS,
  NEEDS_DECIDERS,
  OPERATION_MODES,
  PROFILE_KINDS,
  PROFILE_STANDINGS,
  QUANTITY,
  RATE_UNITS,
  type SchedulesOfEvse,
  SETTABLE_PURPOSES,
  type StationNeeds,
  type StationNeedsRule,
  type StationProfile,
  type ToldSchedule,
} from '#domain/smart-charging'
import { identifier, instant, wholeNumber } from './fields.ts'
import { exactly, oneOf, resource } from './resource.ts'

const HIGHEST = 2_147_483_647
const MOST_PERIODS = 1_024
/** The longest a schedule may last: a little over a year, in seconds. */
const LONGEST_S = 32_000_000

/** An exact amount of current or power. */
export const quantity = (description?: string) =>
  Type.String({ pattern: QUANTITY, description: description ?? 'Decimal text in the unit of its schedule' })

export const rateUnit = () => oneOf(RATE_UNITS, 'A for each phase, W over all phases')

const values = {
  limit: Type.Optional(quantity('The most that may flow; absent only beside a setpoint (OCPP 2.1)')),
  limitL2: Type.Optional(quantity('OCPP 2.1')),
  limitL3: Type.Optional(quantity('OCPP 2.1')),
  dischargeLimit: Type.Optional(quantity('The most that may flow back, zero or less (OCPP 2.1)')),
  setpoint: Type.Optional(quantity('What shall flow; below zero is discharging (OCPP 2.1)')),
}
export const dynamicValues = () => exactly(values)

/** Points of a curve at most (2.1 ChargingSchedulePeriodType). */
const MOST_POINTS = 20
const watts = () => quantity('In W; below zero is discharging')

const frequencyControl = () =>
  Type.Object(
    {
      baselineW: watts(),
      frequencies: Type.Array(exactly({ frequencyHz: quantity('In Hz'), powerW: watts() }), {
        ...{
          maxItems: MOST_POINTS,
          description: 'What is added to the baseline at these frequencies, and between them',
        },
      }),
      signals: Type.Optional(
        Type.Array(exactly({ signal: wholeNumber(-HIGHEST, HIGHEST), powerW: watts() }), {
          ...{ maxItems: MOST_POINTS, description: 'What a signal of the grid operator adds' },
        }),
      ),
    },
    { additionalProperties: false, description: 'How power follows the grid in mode local-frequency (OCPP 2.1)' },
  )

const period = () =>
  exactly({
    startS: wholeNumber(0, LONGEST_S),
    ...values,
    phases: Type.Optional(Type.Integer({ minimum: 1, maximum: 3, description: '3 if absent' })),
    phaseToUse: Type.Optional(Type.Integer({ minimum: 1, maximum: 3, description: 'Only with one phase' })),
    operationMode: Type.Optional(oneOf(OPERATION_MODES, 'OCPP 2.1')),
    evseSleep: Type.Optional(Type.Boolean({ description: 'OCPP 2.1' })),
    frequencyControl: Type.Optional(frequencyControl()),
  })

const scheduleFields = () => ({
  startAt: Type.Optional(instant()),
  durationS: Type.Optional(wholeNumber(1, LONGEST_S)),
  rateUnit: rateUnit(),
  minRate: Type.Optional(quantity()),
  periods: Type.Array(period(), { minItems: 1, maxItems: MOST_PERIODS }),
  usesLocalTime: Type.Optional(Type.Boolean({ description: 'OCPP 2.1' })),
  randomDelayS: Type.Optional(wholeNumber(0, 86_400)),
  limitAtSoc: Type.Optional(exactly({ soc: Type.Integer({ minimum: 0, maximum: 100 }), limit: quantity() })),
})
const schedule = () => exactly(scheduleFields())

const profileFields = () => ({
  stackLevel: wholeNumber(0, HIGHEST),
  kind: oneOf(PROFILE_KINDS),
  recurrence: Type.Optional(oneOf(['daily', 'weekly'])),
  validFrom: Type.Optional(instant()),
  validTo: Type.Optional(instant()),
  schedules: Type.Array(schedule(), { minItems: 1, maxItems: 3 }),
  maxOfflineS: Type.Optional(Type.Integer({ minimum: 0, maximum: HIGHEST, description: 'OCPP 2.1' })),
  endsWhenOffline: Type.Optional(Type.Boolean({ description: 'OCPP 2.1' })),
  updateIntervalS: Type.Optional(Type.Integer({ minimum: 0, maximum: HIGHEST, description: 'OCPP 2.1' })),
})

/** A profile as an operator may give it. */
export const newChargingProfile = () => exactly({ purpose: oneOf(SETTABLE_PURPOSES), ...profileFields() })

const chargingSchedule = resource<ChargingSchedule>()('ChargingSchedule', schedule())
const chargingProfile = resource<ChargingProfile>()(
  'ChargingProfile',
  exactly({ purpose: oneOf(CHARGING_PURPOSES), ...profileFields() }),
)

export const stationProfile = resource<StationProfile>()(
  'StationProfile',
  exactly({
    stationId: identifier(),
    profileId: Type.Integer(),
    evseId: Type.Integer({ description: '0 is the station as a whole' }),
    purpose: oneOf(CHARGING_PURPOSES),
    stackLevel: Type.Integer(),
    transactionReference: Type.Optional(Type.String()),
    source: Type.String({
      description: 'operator, energy-management, system-operator, other, or a station’s own word',
    }),
    standing: oneOf(
      PROFILE_STANDINGS,
      'sent: it is on its way; unsure: it was never answered, so that it may have arrived; reported: it is not from here',
    ),
    sent: Type.Optional(chargingProfile),
    sentAt: Type.Optional(instant()),
    reported: Type.Optional(chargingProfile),
    reportedAt: Type.Optional(instant()),
  }),
)

const compositeFields = () => ({
  evseId: Type.Integer({ description: '0 is the station as a whole' }),
  startAt: instant(),
  durationS: Type.Integer(),
  rateUnit: rateUnit(),
  periods: Type.Array(
    exactly({
      startS: Type.Integer(),
      limit: Type.Optional(quantity('Absent: no profile limits it')),
      phases: Type.Optional(Type.Integer()),
      operationMode: Type.Optional(oneOf(OPERATION_MODES, 'As a station of OCPP 2.1 tells it')),
      setpoint: Type.Optional(quantity('What shall flow, as a station of OCPP 2.1 tells it')),
      dischargeLimit: Type.Optional(quantity('As a station of OCPP 2.1 tells it')),
    }),
  ),
})
const calculatedSchedule = resource<CalculatedSchedule>()(
  'CalculatedSchedule',
  exactly({
    ...compositeFields(),
    shortened: Type.Optional(
      Type.Literal(true, { description: 'It changes too often to be calculated for longer than durationS' }),
    ),
  }),
)
const toldSchedule = resource<ToldSchedule>()('ToldSchedule', exactly({ ...compositeFields(), toldAt: instant() }))

export const schedulesOfEvse = resource<SchedulesOfEvse>()(
  'SchedulesOfEvse',
  exactly({
    stationId: identifier(),
    calculated: calculatedSchedule,
    told: Type.Optional(toldSchedule),
  }),
)

export const scheduleQuery = exactly({
  evseId: Type.Optional(wholeNumber(0, 1_000_000)),
  durationS: Type.Optional(Type.Integer({ minimum: 1, maximum: 691_200, description: 'A day if absent' })),
  rateUnit: Type.Optional(rateUnit()),
})

export const externalLimit = resource<ExternalLimit>()(
  'ExternalLimit',
  exactly({
    stationId: identifier(),
    evseId: Type.Integer(),
    source: Type.String(),
    gridCritical: Type.Optional(Type.Boolean()),
    localGeneration: Type.Optional(Type.Boolean()),
    schedules: Type.Array(chargingSchedule),
    notifiedAt: instant(),
  }),
)

export const stationNeeds = resource<StationNeeds>()(
  'StationNeeds',
  exactly({
    stationId: identifier(),
    evseId: Type.Integer(),
    transactionReference: Type.Optional(Type.String()),
    needs: exactly({
      transfer: Type.Optional(oneOf(ENERGY_TRANSFERS)),
      departureAt: Type.Optional(instant()),
      energyWh: Type.Optional(quantity('Wh')),
      maxPowerW: Type.Optional(quantity('W')),
      maxCurrentA: Type.Optional(quantity('A')),
      stateOfCharge: Type.Optional(Type.Number()),
      maxPeriods: Type.Optional(Type.Integer()),
      controlMode: Type.Optional(oneOf(['scheduled', 'dynamic'])),
      facts: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
    }),
    answer: oneOf(NEEDS_ANSWERS),
    neededAt: instant(),
    vehicleSchedule: Type.Optional(chargingSchedule),
    withinLimits: Type.Optional(Type.Boolean()),
  }),
)

const ruleFields = () => ({
  decides: oneOf(NEEDS_DECIDERS, 'by-hand: somebody sends a profile; never: the station goes by its defaults'),
  maxPowerW: Type.Optional(quantity('The most a vehicle gets; without it, what it can take')),
  pace: Type.Optional(oneOf(['at-once', 'until-departure'])),
  transfers: Type.Optional(Type.Array(oneOf(ENERGY_TRANSFERS), { maxItems: ENERGY_TRANSFERS.length })),
})
export const newNeedsRule = exactly(ruleFields())
export const needsRule = resource<StationNeedsRule>()(
  'NeedsRule',
  exactly({ stationId: identifier(), ...ruleFields() }),
)
