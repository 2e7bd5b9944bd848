import { type Command, Option } from 'commander'
import type { SchedulesOfEvse } from '#api-client'
import { answer } from '../../answer.ts'
import { type ApiCommandOptions, apiCommand, openApi } from '../../api-command.ts'
import { instant } from '../../format/quantities.ts'
import { scheduleChart } from '../../format/schedule-chart.ts'
import { wholeNumber } from '../../options.ts'
import type { Surroundings } from '../../surroundings.ts'

interface Options extends ApiCommandOptions {
  readonly evse: number
  readonly hours: number
  readonly unit?: 'A' | 'W'
}

const MOST_HOURS = 192
const DAY_HOURS = 24
const HOUR_S = 3_600

export function addProfileSchedule(profile: Command, around: Surroundings): void {
  apiCommand(
    profile,
    'schedule <station>',
    'Show what may flow over time, when all profiles and limits are laid on each other',
  )
    .option('--evse <n>', 'where; 0 is the station as a whole', wholeNumber(0, 1_000_000), 0)
    .option('--hours <n>', 'how far from now', wholeNumber(1, MOST_HOURS), DAY_HOURS)
    .addOption(new Option('--unit <unit>', 'amperes of each phase, or watts over all').choices(['A', 'W']))
    .addHelpText(
      'after',
      `
A line for each period: from when, the most that may flow, and that as a bar. What the station itself told stands below,
once it was asked with \`command send get-composite-schedule\`.

Example:
  chargewright profile schedule CS-1 --evse 1 --hours 12`,
    )
    .action(async (id: string, options: Options) => {
      const { evse: evseId, hours, unit: rateUnit } = options
      const query = { evseId, durationS: hours * HOUR_S, rateUnit }
      const found = await openApi(options, around).call('getChargingSchedule', { params: { id }, query })
      answer(around, options.json, found, () => drawn(found, around))
    })
}

function drawn({ stationId, calculated, told }: SchedulesOfEvse, { out }: Surroundings): string {
  const place = calculated.evseId === 0 ? `${stationId} as a whole` : `${stationId} EVSE ${calculated.evseId}`
  const cut = calculated.shortened ? `It changes too often to be calculated beyond ${calculated.durationS} s.\n` : ''
  const own = `${place}, as calculated:\n${scheduleChart(out, calculated)}${cut}`
  return told === undefined
    ? own
    : `${own}\nAs the station told at ${instant(told.toldAt)}:\n${scheduleChart(out, told)}`
}
