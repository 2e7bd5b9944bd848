import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { locationsQuery } from '../api/locations.ts'
import { stationsQuery } from '../api/stations.ts'
import type { Choice } from '../ui/field.tsx'

/** What a group of stations can be made of, for the forms that ask for one; identities are typed where there are many. */
export function useStationChoices(): Readonly<Record<string, readonly Choice[]>> {
  const { data: locations = [] } = useQuery(locationsQuery)
  const { data } = useInfiniteQuery(stationsQuery({ admission: 'accepted' }))
  const stations = data?.pages.flatMap(({ items }) => items) ?? []
  const few = stations.length > 0 && data?.pages.at(-1)?.nextCursor === undefined
  return {
    ...(locations.length > 0 && { locationId: locations.map(({ id, name }) => ({ value: id, label: name })) }),
    ...(few && {
      stationIds: stations.map(({ id, name }) => ({ value: id, label: name === undefined ? id : `${name} (${id})` })),
    }),
  }
}
