import { isDateTime } from './date-time.ts'

const uri = /^[a-z][a-z0-9+.-]*:\S+$/i

/** The JSON Schema formats OCPP uses, judged strictly. */
export const formats: Readonly<Record<string, (text: string) => boolean>> = {
  'date-time': isDateTime,
  uri: (text) => uri.test(text),
}
