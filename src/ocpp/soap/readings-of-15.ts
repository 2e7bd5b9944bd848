import type { JsonObject } from '#ocpp/rpc'
import {
  contextsOf16Alone,
  locationsOf16Alone,
  measurandsOf16Alone,
  unitsFrom15,
  unitsOf16Alone,
  unitsTo15,
} from './words-of-15.ts'

/** `values` of 1.5, each with a time and its `value`s, as `meterValue` of 1.6. */
export function readingsFrom15(values: unknown): JsonObject[] {
  return objects(values).map(({ value, ...rest }) => ({
    ...rest,
    sampledValue: objects(value).map((sample) => withUnit(sample, unitsFrom15)),
  }))
}

/** `meterValue` of 1.6 as `values` of 1.5, without the samples it has no words for. */
export function readingsTo15(meterValue: unknown): JsonObject[] {
  return objects(meterValue).flatMap(({ sampledValue, ...rest }) => {
    const value = objects(sampledValue).filter(isSayable).map(sampleTo15)
    return value.length === 0 ? [] : [{ ...rest, value }]
  })
}

/** 1.5 knows no phases: one phase would be taken for all. */
function isSayable({ measurand, unit, phase }: JsonObject): boolean {
  return phase === undefined && !measurandsOf16Alone.has(measurand) && !unitsOf16Alone.has(unit)
}

function sampleTo15({ context, location, ...sample }: JsonObject): JsonObject {
  return {
    ...withUnit(sample, unitsTo15),
    ...(context === undefined || contextsOf16Alone.has(context) ? {} : { context }),
    ...(location === undefined || locationsOf16Alone.has(location) ? {} : { location }),
  }
}

function withUnit(sample: JsonObject, words: Readonly<Record<string, string>>): JsonObject {
  const { unit } = sample
  return typeof unit === 'string' && words[unit] !== undefined ? { ...sample, unit: words[unit] } : sample
}

function objects(value: unknown): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : []
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
