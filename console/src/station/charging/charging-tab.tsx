import type { StationPart } from '../station-part.ts'
import { isOld } from '../variable-name.ts'
import { DerCard } from './der-card.tsx'
import { LimitsCard } from './limits-card.tsx'
import { NeedsCard } from './needs-card.tsx'
import { ProfilesCard } from './profiles-card.tsx'
import { ScheduleCard } from './schedule-card.tsx'

/** What may flow at a station, and who says so. */
export function ChargingTab({ station, operator }: StationPart) {
  return (
    <div className="flex flex-col gap-5">
      <ScheduleCard station={station} operator={operator} />
      <ProfilesCard station={station} operator={operator} />
      <LimitsCard station={station} />
      {!isOld(station) && <NeedsCard station={station} operator={operator} />}
      {station.protocol === 'ocpp2.1' && <DerCard station={station} operator={operator} />}
    </div>
  )
}
