import type { CommandRequests } from '#domain/commands'
import type { CompositeSchedule } from '#domain/smart-charging'
import type * as v16 from '#ocpp/v16'
import type * as v21 from '#ocpp/v21'
import type * as v201 from '#ocpp/v201'
import { readMoment, readPeriod } from '../actions/charging-schedule.ts'
import { defined } from '../actions/defined.ts'
import { type CommandAnswer, type CommandFile, say } from './command-codec.ts'
import { readStatus } from './status-answer.ts'

type Request = CommandRequests['get-composite-schedule']
type Period = v16.ChargingSchedulePeriod | v201.ChargingSchedulePeriodType | v21.ChargingSchedulePeriodType

function withSchedule(answer: CommandAnswer, schedule: CompositeSchedule | undefined): CommandAnswer {
  if (schedule === undefined) return answer
  return { ...answer, details: { ...answer.details, schedule }, schedule }
}

function scheduleFrom(
  start: string | undefined,
  periods: readonly Period[],
  rest: Pick<CompositeSchedule, 'evseId' | 'durationS' | 'rateUnit'>,
): CompositeSchedule | undefined {
  const startAt = readMoment(start)
  if (startAt === undefined) return undefined
  const told = periods.map(readPeriod)
  return {
    ...rest,
    startAt: new Date(startAt),
    periods: told.map(({ startS, limit, phases, operationMode, setpoint, dischargeLimit }) =>
      defined({ startS, limit, phases, operationMode, setpoint, dischargeLimit }),
    ),
  }
}

const generation2 = {
  write: ({ evseId, durationS, rateUnit }: Request) => [
    defined({ evseId, duration: durationS, chargingRateUnit: rateUnit }),
  ],
  read: (answer: v201.GetCompositeScheduleResponse | v21.GetCompositeScheduleResponse) => {
    const { schedule } = answer
    if (schedule === undefined) return readStatus(answer)
    const { evseId, duration, chargingRateUnit, scheduleStart, chargingSchedulePeriod } = schedule
    const rest = { evseId, durationS: duration, rateUnit: chargingRateUnit }
    return withSchedule(readStatus(answer), scheduleFrom(scheduleStart, chargingSchedulePeriod, rest))
  },
}

/** GetCompositeSchedule: 1.6 §5.7 · 2.x K08. EVSE 0 is the station as a whole (F-13). */
export const getCompositeSchedule: CommandFile<'get-composite-schedule'> = {
  'ocpp1.6': say('ocpp1.6', 'GetCompositeSchedule', {
    write: ({ evseId, durationS, rateUnit }: Request) => [
      defined({ connectorId: evseId, duration: durationS, chargingRateUnit: rateUnit }),
    ],
    read: (answer, _, asked) => {
      const { connectorId = asked.connectorId, chargingSchedule, scheduleStart } = answer
      if (chargingSchedule === undefined) return readStatus(answer)
      const { duration = asked.duration, chargingRateUnit, startSchedule, chargingSchedulePeriod } = chargingSchedule
      const rest = { evseId: connectorId, durationS: duration, rateUnit: chargingRateUnit }
      return withSchedule(
        readStatus(answer),
        scheduleFrom(scheduleStart ?? startSchedule, chargingSchedulePeriod, rest),
      )
    },
  }),
  'ocpp2.0.1': say('ocpp2.0.1', 'GetCompositeSchedule', generation2),
  'ocpp2.1': say('ocpp2.1', 'GetCompositeSchedule', generation2),
}
