import { Link } from '@tanstack/react-router'
import type { StationTab } from '../search.ts'

/** The identity of a station, and the way to its page. */
export function StationLink({ id, tab }: { id: string; tab?: StationTab }) {
  return (
    <Link
      to="/stations/$stationId"
      params={{ stationId: id }}
      search={tab === undefined ? {} : { tab }}
      className="font-medium hover:text-accent hover:underline"
    >
      {id}
    </Link>
  )
}
