import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { locationsQuery } from '../api/locations.ts'
import { stationsQuery, variablesQuery } from '../api/stations.ts'
import type { Choice } from '../ui/field.tsx'

interface GroupForm {
  /** What a group can be made of; identities are typed where there are many. */
  readonly choices: Readonly<Record<string, readonly Choice[]>>
  /** Makes that there are. */
  readonly suggestions: Readonly<Record<string, readonly string[]>>
}

/** For the forms that ask for a group of stations. */
export function useGroupForm(): GroupForm {
  const { data: locations = [] } = useQuery(locationsQuery)
  const { data } = useInfiniteQuery(stationsQuery({ admission: 'accepted' }))
  const stations = data?.pages.flatMap(({ items }) => items) ?? []
  const few = stations.length > 0 && data?.pages.at(-1)?.nextCursor === undefined
  return {
    choices: {
      ...(locations.length > 0 && { locationId: locations.map(({ id, name }) => ({ value: id, label: name })) }),
      ...(few && {
        stationIds: stations.map(({ id, name }) => ({ value: id, label: name === undefined ? id : `${name} (${id})` })),
      }),
    },
    suggestions: {
      'group.vendor': distinct(stations.map(({ vendor }) => vendor)),
      'group.model': distinct(stations.map(({ model }) => model)),
      'group.firmware': distinct(stations.map(({ firmwareVersion }) => firmwareVersion)),
    },
  }
}

/** Variables for the forms that ask for one: those that a station of the fleet has told of. */
export function useVariableSuggestions(): Readonly<Record<string, readonly string[]>> {
  const stations = useInfiniteQuery(stationsQuery({ admission: 'accepted' })).data?.pages[0]?.items ?? []
  const stationId = (stations.find(({ protocol }) => protocol?.startsWith('ocpp2')) ?? stations[0])?.id ?? ''
  const { data } = useQuery({ ...variablesQuery(stationId), enabled: stationId !== '' })
  const variables = data?.items ?? []
  return {
    'wanted.component': distinct(variables.map(({ component }) => component)),
    'wanted.name': distinct(variables.map(({ name }) => name)),
  }
}

const distinct = (words: readonly (string | undefined)[]): readonly string[] =>
  [...new Set(words)].filter((word) => word !== undefined).sort()
