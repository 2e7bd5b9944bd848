import { inWords } from '#json-schema'
import { labelOf } from './proposals.ts'

const LONGEST = 60

/** A request in a line: what is short stands there, what is large is only named. */
export function summaryOf(request: Readonly<Record<string, unknown>>): readonly string[] {
  return Object.entries(request).map(([name, value]) => `${labelOf(name)}: ${briefly(value)}`)
}

function briefly(value: unknown): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (Array.isArray(value)) {
    const names = value.map(nameIn)
    return names.every((name) => name !== undefined) && names.length <= 3 ? names.join(', ') : `${value.length}`
  }
  if (typeof value === 'object' && value !== null) return '…'
  const text = String(value)
  if (/^[a-z]+(-[a-z]+)+$/.test(text)) return inWords(text).toLowerCase()
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text
}

/** What an item of a list is called: itself, or its name. */
function nameIn(item: unknown): string | undefined {
  if (typeof item === 'string' || typeof item === 'number') return String(item)
  return typeof item === 'object' && item !== null && 'name' in item ? String(item.name) : undefined
}

/** Whether a line says everything there is. */
export function isPlain(request: Readonly<Record<string, unknown>>): boolean {
  return Object.values(request).every((value) => typeof value !== 'object' && String(value).length <= LONGEST)
}
