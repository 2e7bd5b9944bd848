import { type Registration, SECURITY_PROFILES, type Station, type StationChange } from '../api/types.ts'
import { field, optional } from '../ui/form.ts'

export const registrations: readonly Registration[] = ['accepted', 'pending', 'rejected']
const validations = ['lenient', 'strict'] as const

/** What the form says otherwise than the station is: only that is sent. */
export function changeOf(form: FormData, station: Station): StationChange {
  const registration = registrations.find((each) => each === field(form, 'registration'))
  const wanted = SECURITY_PROFILES.find((each) => String(each) === field(form, 'securityProfile')) ?? null
  const set = station.securityProfileSet ? station.securityProfile : null
  const allowExpiredCertificate = form.has('allowExpiredCertificate')
  const validation = validations.find((each) => each === field(form, 'validation'))
  const allowProfileDowngrade = form.has('allowProfileDowngrade')
  const { name, locationId, serialNumber } = {
    ...optional(form, 'name'),
    ...optional(form, 'locationId'),
    ...optional(form, 'serialNumber'),
  }
  const otherSerial = serialNumber !== station.serialNumber || form.has('forgetsCertificate')
  return {
    ...(name === station.name ? {} : { name: name ?? null }),
    ...(locationId === station.locationId ? {} : { locationId: locationId ?? null }),
    ...(registration === undefined || registration === station.registration ? {} : { registration }),
    ...(wanted === set ? {} : { securityProfile: wanted }),
    ...(allowProfileDowngrade === station.allowProfileDowngrade ? {} : { allowProfileDowngrade }),
    ...(allowExpiredCertificate === station.allowExpiredCertificate ? {} : { allowExpiredCertificate }),
    ...(otherSerial ? { serialNumber: serialNumber ?? null } : {}),
    ...(validation === station.validation ? {} : { validation: validation ?? null }),
  }
}
