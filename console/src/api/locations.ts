import { queryOptions } from '@tanstack/react-query'
import { getAll, patch, post, remove, segment } from './client.ts'
import type { Location, LocationChange, NewLocation } from './types.ts'

const MOST_LOCATIONS = 5_000

export const locationsQuery = queryOptions({
  queryKey: ['locations'],
  queryFn: ({ signal }) => getAll<Location>('/locations', {}, { most: MOST_LOCATIONS, signal }),
  staleTime: 60_000,
})

export const createLocation = (location: NewLocation) => post<Location>('/locations', location)
export const changeLocation = (locationId: string, change: LocationChange) =>
  patch<Location>(`/locations/${segment(locationId)}`, change)
export const removeLocation = (locationId: string) => remove(`/locations/${segment(locationId)}`)
