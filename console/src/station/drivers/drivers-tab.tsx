import type { StationPart } from '../station-part.ts'
import { isOld } from '../variable-name.ts'
import { DisplayCard } from './display-card.tsx'
import { LocalListCard } from './local-list-card.tsx'
import { ReservationsCard } from './reservations-card.tsx'
import { TariffsCard } from './tariffs-card.tsx'

/** What a station holds, costs, knows and shows for those who charge. */
export function DriversTab({ station, operator }: StationPart) {
  return (
    <div className="flex flex-col gap-5">
      <ReservationsCard station={station} operator={operator} />
      <TariffsCard station={station} operator={operator} />
      <LocalListCard station={station} operator={operator} />
      {!isOld(station) && <DisplayCard station={station} operator={operator} />}
    </div>
  )
}
