import { AppError } from '#kernel'
import type { TransactionLimits } from './payment.ts'

/** What stands in an address a driver scanned (2.1 C25, URL definition). */
export interface WebAddress {
  readonly stationId: string
  readonly evseId?: number
  readonly code: string
  readonly version: string
  readonly limits: TransactionLimits
}

const PLACES = ['chargingstationid', 'evse', 'totp', 'version'] as const
const NEEDED = ['chargingstationid', 'totp', 'version'] as const
const PLACE = /\{(\w+)\}/g

/** @throws AppError `invalid` unless it is an address with a place for station, code and version (C25.FR.50). */
export function checkTemplate(template: string): void {
  const names = [...template.matchAll(PLACE)].map(([, name]) => name ?? '')
  const unknown = names.find((name) => !PLACES.some((place) => place === name))
  const missing = NEEDED.find((place) => !names.includes(place))
  const isAddress = /^https?:\/\/[^/?#{}]+\/[^#\s]*$/.test(template)
  if (isAddress && unknown === undefined && missing === undefined && new Set(names).size === names.length) {
    if (!/\}\{/.test(template)) return
  }
  throw new AppError('invalid', 'The address needs {chargingstationid}, {totp} and {version}, each once and apart', {
    field: 'urlTemplate',
  })
}

/** Reads an address by its template; undefined when it is no such one, or asks for what cannot be. */
export function readAddress(template: string, url: string): WebAddress | undefined {
  const [address = '', query = ''] = split(url)
  const pattern = trim(template)
    .split(/(\{\w+\})/)
    .map((part) => (/^\{\w+\}$/.test(part) ? `(?<${part.slice(1, -1)}>[^/?#&=]+)` : RegExp.escape(part)))
    .join('')
  const { chargingstationid, evse, totp, version } = new RegExp(`^${pattern}$`).exec(trim(address))?.groups ?? {}
  if (chargingstationid === undefined || totp === undefined || version === undefined) return undefined
  const limits = readLimits(new URLSearchParams(query))
  const stationId = decoded(chargingstationid)
  if (limits === undefined || stationId === undefined) return undefined
  if (evse === undefined) return { stationId, code: totp, version, limits }
  return /^\d{1,6}$/.test(evse) ? { stationId, evseId: Number(evse), code: totp, version, limits } : undefined
}

const LIMITS = /[?&](max(?:energy|time|cost)=[^&#]*)/gi

/** The address without the limits in it, and these. */
function split(url: string): [string, string] {
  const limits = [...url.matchAll(LIMITS)].map(([, limit]) => limit ?? '')
  return [url.replace(LIMITS, ''), limits.join('&')]
}

/** C25.FR.59: energy in Wh, time in seconds, cost in the currency of the station. */
function readLimits(query: URLSearchParams): TransactionLimits | undefined {
  const [energy, time, cost] = [query.get('maxenergy'), query.get('maxtime'), query.get('maxcost')]
  const isNumber = (text: string | null) => text === null || /^\d{1,9}(\.\d{1,6})?$/.test(text)
  if (!isNumber(energy) || !isNumber(cost) || !(time === null || /^\d{1,9}$/.test(time))) return undefined
  return {
    ...(energy === null ? {} : { maxEnergyWh: Number(energy) }),
    ...(time === null ? {} : { maxTimeS: Number(time) }),
    ...(cost === null ? {} : { maxCost: cost }),
  }
}

function trim(url: string): string {
  return url.replace(/[/?]+$/, '')
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}
