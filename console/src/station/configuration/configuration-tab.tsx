import type { StationPart } from '../station-part.ts'
import { VariablesTab } from '../variables-tab.tsx'
import { DriftCard } from './drift-card.tsx'

/** How a station is configured, and where that is not as it is to be. */
export function ConfigurationTab({ station, operator }: StationPart) {
  return (
    <div className="flex flex-col gap-5">
      <DriftCard station={station} operator={operator} />
      <VariablesTab station={station} operator={operator} />
    </div>
  )
}
