import { inWords } from '#json-schema'

/** `Trigger: Alerting`. Of what has parts of its own the values stand in a row: `Component: EVSE, 1`. */
export const factWords = (name: string, value: unknown): string => `${inWords(name)}: ${valueWords(value)}`

function valueWords(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value)
  return Object.values(value).map(valueWords).join(', ')
}
