import type { Variable } from '#domain/device-model'
import { changesBetween } from './list-changes.ts'
import type { ListLimits, ListPlan } from './local-list.ts'

type Told = Pick<Variable, 'component' | 'name' | 'attribute' | 'value' | 'maxLimit'>

/** The most entries a list has, whatever a station says it could take. */
export const MOST_ENTRIES = 10_000

/**
 * What a station has told of its limits. The names are those of 1.6 §9.2 and of 2.x LocalAuthListCtrlr, whose Entries
 * counts what there is and bears the most there may be as its limit.
 */
export function listLimits(variables: readonly Told[]): ListLimits {
  const limits: { -readonly [K in keyof ListLimits]: ListLimits[K] } = {}
  for (const variable of variables) {
    const found = limitOf(variable)
    if (found !== undefined && Number.isInteger(found.most) && found.most >= 0) limits[found.limit] = found.most
  }
  return limits
}

/** A plan within limits that have become known since it was made. */
export function withinLimits(plan: ListPlan, variables: readonly Told[]): ListPlan {
  const limits = { ...plan.limits, ...listLimits(variables) }
  const wanted = plan.wanted.slice(0, limits.entries)
  const omitted = plan.omitted + plan.wanted.length - wanted.length
  return { ...plan, limits, wanted, omitted, changes: changesBetween(plan.confirmed, wanted) }
}

function limitOf(variable: Told): { limit: keyof ListLimits; most: number } | undefined {
  const { component, name, attribute, value, maxLimit } = variable
  if (attribute !== 'Actual') return undefined
  switch (`${component}.${name}`.toLowerCase()) {
    case 'configuration.localauthlistmaxlength':
      return { limit: 'entries', most: numberOf(value) }
    case 'localauthlistctrlr.entries':
      return { limit: 'entries', most: maxLimit ?? Number.NaN }
    case 'configuration.sendlocallistmaxlength':
    case 'localauthlistctrlr.itemspermessage':
      return { limit: 'itemsPerMessage', most: numberOf(value) }
    case 'localauthlistctrlr.bytespermessage':
      return { limit: 'bytesPerMessage', most: numberOf(value) }
    default:
      return undefined
  }
}

function numberOf(text: string | undefined): number {
  return text === undefined || text.trim() === '' ? Number.NaN : Number(text)
}
