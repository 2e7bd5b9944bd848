import { useInfiniteQuery } from '@tanstack/react-query'
import { useDeferredValue, useId } from 'react'
import { stationsQuery } from '../api/stations.ts'
import { TextField } from '../ui/field.tsx'

interface StationPickerProps {
  readonly value: string
  readonly onChange: (stationId: string) => void
  readonly hint?: string
}

/** The identity of a station, with those that match what is typed to choose from. */
export function StationPicker({ value, onChange, hint }: StationPickerProps) {
  const list = useId()
  const search = useDeferredValue(value.trim())
  const { data } = useInfiniteQuery(stationsQuery(search === '' ? {} : { search }))
  return (
    <>
      <TextField
        label="Station"
        value={value}
        onChange={(event) => onChange(event.target.value)}
        list={list}
        autoComplete="off"
        hint={hint}
      />
      <datalist id={list}>
        {data?.pages[0]?.items.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </datalist>
    </>
  )
}
