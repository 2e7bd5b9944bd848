import type { StationPart } from '../station-part.ts'
import { CertificatesCard } from './certificates-card.tsx'
import { FirmwareCard } from './firmware-card.tsx'
import { InstalledCard } from './installed-card.tsx'
import { LogsCard } from './logs-card.tsx'

/** What keeps a station in order: its firmware, its logs, and the certificates it lives by. */
export function MaintenanceTab({ station, operator }: StationPart) {
  return (
    <div className="flex flex-col gap-5">
      <FirmwareCard station={station} operator={operator} />
      <LogsCard station={station} operator={operator} />
      <CertificatesCard station={station} operator={operator} />
      <InstalledCard station={station} operator={operator} />
    </div>
  )
}
