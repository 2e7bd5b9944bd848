import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Plus } from 'lucide-react'
import { useState } from 'react'
import { locationsQuery } from '../api/locations.ts'
import { may } from '../api/session.ts'
import type { Location } from '../api/types.ts'
import { useMe } from '../shell/me.ts'
import { Button } from '../ui/button.tsx'
import { Empty, Loading } from '../ui/empty.tsx'
import { ErrorNotice } from '../ui/notice.tsx'
import { Page } from '../ui/page.tsx'
import { LocationDialog } from './location-dialog.tsx'

export function LocationsPage() {
  const me = useMe()
  const { data: locations, error } = useQuery(locationsQuery)
  const [editing, setEditing] = useState<Location | 'new'>()
  return (
    <Page
      title="Locations"
      lead="Sites where stations stand."
      actions={
        may(me.principal, 'operator') && (
          <Button look="primary" onClick={() => setEditing('new')}>
            <Plus className="size-4" aria-hidden />
            Add location
          </Button>
        )
      }
    >
      <ErrorNotice error={error} />
      {locations === undefined && !error && <Loading what="Loading the locations" />}
      {locations?.length === 0 && (
        <section className="card">
          <Empty title="No location yet">
            Add one, then choose it in the settings of the stations that stand there.
          </Empty>
        </section>
      )}
      <ul className="grid gap-4 sm:grid-cols-2 xl:grid-cols-3">
        {locations?.map((location) => (
          <LocationCard
            key={location.id}
            location={location}
            {...(may(me.principal, 'operator', location.partyId) ? { onEdit: () => setEditing(location) } : {})}
          />
        ))}
      </ul>
      {editing !== undefined && (
        <LocationDialog
          me={me}
          {...(editing === 'new' ? {} : { location: editing })}
          onClose={() => setEditing(undefined)}
        />
      )}
    </Page>
  )
}

function LocationCard({ location, onEdit }: { location: Location; onEdit?: () => void }) {
  const { id, name, address, postalCode, city, country, timeZone } = location
  return (
    <li className="card flex flex-col gap-3 p-4">
      <div>
        <h2 className="font-semibold">{name}</h2>
        <p className="text-soft">
          {[address, [postalCode, city].filter(Boolean).join(' '), country].filter(Boolean).join(', ') || 'No address'}
        </p>
        <p className="text-[0.9rem] text-faint">{timeZone}</p>
      </div>
      <div className="mt-auto flex items-center justify-between">
        <Link to="/stations" search={{ locationId: id }} className="text-accent underline-offset-2 hover:underline">
          Its stations
        </Link>
        {onEdit && (
          <Button small look="quiet" onClick={onEdit} aria-label={`Change ${name}`}>
            Change
          </Button>
        )}
      </div>
    </li>
  )
}
