import { AppError } from '#kernel'
import type { LocationChange } from './location.ts'

const LONGEST_TEXT = 200

/** @throws AppError `invalid` for a field that cannot be right. */
export function checkLocation(location: LocationChange): void {
  const { name, country, latitude, longitude, timeZone } = location
  for (const field of ['name', 'address', 'city', 'postalCode'] as const) {
    const text = location[field]
    if (typeof text === 'string' && (text.length > LONGEST_TEXT || /\p{Cc}/u.test(text))) {
      throw invalid(field, `at most ${LONGEST_TEXT} characters`)
    }
  }
  if (name !== undefined && name.trim() === '') throw invalid('name', 'not empty')
  if (typeof country === 'string' && !/^[A-Z]{3}$/.test(country)) throw invalid('country', 'an ISO 3166-1 alpha-3 code')
  if (typeof latitude === 'number' && !(Math.abs(latitude) <= 90)) throw invalid('latitude', 'degrees from -90 to 90')
  if (typeof longitude === 'number' && !(Math.abs(longitude) <= 180))
    throw invalid('longitude', 'degrees from -180 to 180')
  if (timeZone !== undefined && !isTimeZone(timeZone)) throw invalid('timeZone', 'an IANA time zone')
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    // An offset is taken too, but knows no summer time.
    return !/^[+-]/.test(name)
  } catch {
    return false
  }
}

function invalid(field: string, wanted: string): AppError {
  return new AppError('invalid', `The location's ${field} must be ${wanted}`, { field })
}
