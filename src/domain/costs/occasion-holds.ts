import type { FeeOccasion, Occasion, RunningOccasion } from '#domain/tariffs'
import type { Course, Slice } from './course.ts'
import { type LocalTime, localTime } from './local-time.ts'

/** Whether a price applies throughout a slice: all that is said has to hold; about what is not known, nothing does. */
export function runningHolds(when: RunningOccasion | undefined, course: Course, slice: Slice): boolean {
  if (when === undefined) return true
  const { leastEnergyWh, mostEnergyWh, leastPowerW, mostPowerW, leastCurrentA, mostCurrentA } = when
  return (
    occasionHolds(when, slice.fromMs, course) &&
    within(slice.fromMWh, thousandfold(leastEnergyWh), thousandfold(mostEnergyWh)) &&
    within(slice.powerW, leastPowerW, mostPowerW) &&
    within(slice.currentA, leastCurrentA, mostCurrentA) &&
    within(slice.fromMs - course.startedMs, thousandfold(when.leastTimeS), thousandfold(when.mostTimeS)) &&
    within(slice.chargedMs, thousandfold(when.leastChargingTimeS), thousandfold(when.mostChargingTimeS)) &&
    within(slice.idleMs, thousandfold(when.leastIdleTimeS), thousandfold(when.mostIdleTimeS))
  )
}

/** Whether a fee is due at the start (2.1 I12.FR.30). How somebody paid is known to the terminal alone. */
export function feeHolds(when: FeeOccasion | undefined, course: Course): boolean {
  if (when === undefined) return true
  if (when.paymentBrand !== undefined || when.paymentRecognition !== undefined) return false
  return occasionHolds(when, course.startedMs, course)
}

function occasionHolds(when: Occasion, atMs: number, { timeZone, current }: Course): boolean {
  if (when.current !== undefined && when.current !== current) return false
  return !isTimed(when) || timeHolds(when, localTime(atMs, timeZone))
}

/** Whether it depends on the time of the day, the weekday or the date. */
export function isTimed({ fromTime, toTime, days, fromDate, toDate }: Occasion): boolean {
  return (fromTime ?? toTime ?? days ?? fromDate ?? toDate) !== undefined
}

function timeHolds(when: Occasion, { minute, date, weekday }: LocalTime): boolean {
  return (
    isInDay(minute, minuteOf(when.fromTime), minuteOf(when.toTime)) &&
    (when.days === undefined || when.days.includes(weekday)) &&
    (when.fromDate === undefined || date >= when.fromDate) &&
    (when.toDate === undefined || date < when.toDate)
  )
}

/** An end before the start lies on the next day, and so does one at 00:00. */
function isInDay(minute: number, from = 0, to = 0): boolean {
  return to > from ? minute >= from && minute < to : minute >= from || minute < to
}

/** Minutes since midnight. */
export function minuteOf(time: string | undefined): number | undefined {
  if (time === undefined) return undefined
  const [hours = '0', minutes = '0'] = time.split(':')
  return Number(hours) * 60 + Number(minutes)
}

/** Least is inclusive, most exclusive; negative ones count from zero downwards (2.1 TariffConditionsType). */
function within(value: number | undefined, least: number | undefined, most: number | undefined): boolean {
  if (least === undefined && most === undefined) return true
  if (value === undefined) return false
  return (
    (least === undefined || (least < 0 ? value <= least : value >= least)) &&
    (most === undefined || (most < 0 ? value <= 0 && value > most : value < most))
  )
}

function thousandfold(value: number | undefined): number | undefined {
  return value === undefined ? undefined : Math.round(value * 1000)
}
