import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { PartyField, partyOf } from '../access/party-field.tsx'
import { locationsQuery } from '../api/locations.ts'
import { createStation } from '../api/stations.ts'
import { type Me, type NewStation, SECURITY_PROFILES } from '../api/types.ts'
import { profileWords } from '../format/words.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { SelectField, TextField } from '../ui/field.tsx'
import { field, optional } from '../ui/form.ts'
import { ErrorNotice } from '../ui/notice.tsx'
import { useOcppAddress } from './ocpp-address.ts'

function profileOf(form: FormData): Pick<NewStation, 'securityProfile'> {
  const securityProfile = SECURITY_PROFILES.find((each) => String(each) === field(form, 'securityProfile'))
  return securityProfile === undefined ? {} : { securityProfile }
}

export function AddStation({ me, onClose }: { me: Me; onClose: () => void }) {
  const [id, setId] = useState('')
  const address = useOcppAddress(id.trim() || 'IDENTITY')
  const { data: locations = [] } = useQuery(locationsQuery)
  const client = useQueryClient()
  const navigate = useNavigate()
  const create = useMutation({
    mutationFn: createStation,
    onSuccess: async (station) => {
      await client.invalidateQueries({ queryKey: ['stations'] })
      onClose()
      await navigate({ to: '/stations/$stationId', params: { stationId: station.id }, search: { tab: 'settings' } })
    },
  })
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    create.mutate({
      id: id.trim(),
      partyId: partyOf(form, me),
      ...optional(form, 'name'),
      ...optional(form, 'locationId'),
      ...profileOf(form),
    })
  }
  const places = [{ value: '', label: 'None' }, ...locations.map(({ id: value, name: label }) => ({ value, label }))]
  return (
    <Dialog open onClose={onClose} title="Add a station" lead="Its identity is what it names in its OCPP address.">
      <form onSubmit={submit} className="flex flex-col gap-4">
        <TextField
          label="Identity"
          required
          maxLength={48}
          value={id}
          onChange={(event) => setId(event.target.value)}
          hint={<>It will connect to {address}</>}
        />
        <TextField label="Name" name="name" optional hint="What people call it." />
        <SelectField label="Location" name="locationId" choices={places} />
        <SelectField
          label="Security profile"
          name="securityProfile"
          hint="One that is set is the only one it may connect with."
          choices={[
            { value: '', label: 'As it comes, then nothing lower' },
            ...SECURITY_PROFILES.map((each) => ({ value: String(each), label: profileWords[each] })),
          ]}
        />
        <PartyField me={me} />
        <ErrorNotice error={create.error} />
        <Button look="primary" type="submit" busy={create.isPending}>
          Add station
        </Button>
      </form>
    </Dialog>
  )
}
