import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { FormEvent } from 'react'
import { PartyField, partyOf } from '../access/party-field.tsx'
import { changeLocation, createLocation, removeLocation } from '../api/locations.ts'
import type { Location, LocationChange, Me } from '../api/types.ts'
import { SureButton } from '../resource/sure-button.tsx'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { TextField } from '../ui/field.tsx'
import { field, optional } from '../ui/form.ts'
import { ErrorNotice } from '../ui/notice.tsx'

const placeOf = (form: FormData) => ({
  name: field(form, 'name'),
  ...optional(form, 'address'),
  ...optional(form, 'postalCode'),
  ...optional(form, 'city'),
  ...optional(form, 'country'),
  ...optional(form, 'timeZone'),
  ...(field(form, 'latitude') === '' ? {} : { latitude: Number(field(form, 'latitude')) }),
  ...(field(form, 'longitude') === '' ? {} : { longitude: Number(field(form, 'longitude')) }),
})

/** A field that was emptied is taken away. */
const changeOf = (form: FormData): LocationChange => {
  const emptied = { address: null, postalCode: null, city: null, country: null, latitude: null, longitude: null }
  return { ...emptied, ...placeOf(form) }
}

const timeZones = Intl.supportedValuesOf('timeZone')

export function LocationDialog({ me, location, onClose }: { me: Me; location?: Location; onClose: () => void }) {
  const client = useQueryClient()
  const done = async () => {
    await client.invalidateQueries({ queryKey: ['locations'] })
    onClose()
  }
  const store = useMutation({
    mutationFn: (form: FormData) =>
      location === undefined
        ? createLocation({ partyId: partyOf(form, me), ...placeOf(form) })
        : changeLocation(location.id, changeOf(form)),
    onSuccess: done,
  })
  const drop = useMutation({ mutationFn: removeLocation, onSuccess: done })
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    store.mutate(new FormData(event.currentTarget))
  }
  return (
    <Dialog open onClose={onClose} title={location?.name ?? 'Add a location'}>
      <form onSubmit={submit} className="flex flex-col gap-4">
        <TextField label="Name" name="name" required autoFocus defaultValue={location?.name ?? ''} />
        <TextField label="Address" name="address" defaultValue={location?.address ?? ''} />
        <div className="grid grid-cols-[7rem_1fr] gap-3 sm:grid-cols-[8rem_1fr_7rem]">
          <TextField label="Postal code" name="postalCode" defaultValue={location?.postalCode ?? ''} />
          <TextField label="City" name="city" defaultValue={location?.city ?? ''} />
          <TextField
            label="Country"
            name="country"
            pattern="[A-Z]{3}"
            title="Three letters, as DEU"
            placeholder="DEU"
            defaultValue={location?.country ?? ''}
          />
        </div>
        <div className="grid grid-cols-2 gap-3">
          <TextField
            label="Latitude"
            name="latitude"
            type="number"
            step="any"
            min={-90}
            max={90}
            defaultValue={location?.latitude ?? ''}
          />
          <TextField
            label="Longitude"
            name="longitude"
            type="number"
            step="any"
            min={-180}
            max={180}
            defaultValue={location?.longitude ?? ''}
          />
        </div>
        <TextField
          label="Time zone"
          name="timeZone"
          list="time-zones"
          defaultValue={location?.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone}
        />
        <datalist id="time-zones">
          {timeZones.map((zone) => (
            <option key={zone} value={zone} />
          ))}
        </datalist>
        {location === undefined && <PartyField me={me} />}
        <ErrorNotice error={store.error} />
        <div className="flex items-center justify-between gap-2">
          <Button look="primary" type="submit" busy={store.isPending}>
            {location === undefined ? 'Add location' : 'Save'}
          </Button>
          {location !== undefined && (
            <SureButton
              look="danger"
              label="Remove"
              sure="It can be removed once no station stands there."
              busy={drop.isPending}
              error={drop.error}
              onSure={() => drop.mutateAsync(location.id)}
            />
          )}
        </div>
      </form>
    </Dialog>
  )
}
