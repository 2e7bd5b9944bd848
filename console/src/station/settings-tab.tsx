import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { FormEvent } from 'react'
import { locationsQuery } from '../api/locations.ts'
import { changeStation } from '../api/stations.ts'
import { type Registration, SECURITY_PROFILES, type Station, type StationChange } from '../api/types.ts'
import { profileWords } from '../format/words.ts'
import { Button } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { CheckField, SelectField, TextField } from '../ui/field.tsx'
import { ErrorNotice, Notice } from '../ui/notice.tsx'
import { SecretCard } from './secret-card.tsx'
import { changeOf, registrations } from './settings-change.ts'

const registrationWords: Record<Registration, string> = {
  accepted: 'Accepted: it works',
  pending: 'Pending: it may be set up, but not charge',
  rejected: 'Rejected: it shall wait and ask again',
}

export function SettingsTab({ station }: { station: Station }) {
  return (
    <div className="grid items-start gap-5 xl:grid-cols-2">
      <SettingsForm station={station} />
      <SecretCard station={station} />
    </div>
  )
}

function SettingsForm({ station }: { station: Station }) {
  const { data: locations = [] } = useQuery(locationsQuery)
  const known = locations.map(({ id, name }) => ({ value: id, label: name }))
  const { locationId: here } = station
  // Also while the locations are not there yet: what the form does not show it would take away.
  const places =
    here === undefined || known.some(({ value }) => value === here) ? known : [{ value: here, label: here }, ...known]
  const client = useQueryClient()
  const save = useMutation({
    mutationFn: (change: StationChange) => changeStation(station.id, change),
    onSuccess: () => client.invalidateQueries({ queryKey: ['stations'] }),
  })
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    save.mutate(changeOf(new FormData(event.currentTarget), station))
  }
  return (
    <Card title="Settings">
      <form onSubmit={submit} className="flex flex-col gap-4">
        <TextField label="Name" name="name" defaultValue={station.name ?? ''} hint="What people call it." />
        <SelectField
          key={locations.length}
          label="Location"
          name="locationId"
          defaultValue={station.locationId ?? ''}
          choices={[{ value: '', label: 'None' }, ...places]}
        />
        <SelectField
          label="Registration"
          name="registration"
          defaultValue={station.registration}
          hint="What its next BootNotification is answered with."
          choices={registrations.map((value) => ({ value, label: registrationWords[value] }))}
        />
        <SelectField
          label="Security profile"
          name="securityProfile"
          defaultValue={station.securityProfileSet ? String(station.securityProfile) : ''}
          hint="One that is set is the only one it may connect with, until it is told to change."
          choices={[
            { value: '', label: `Any from ${station.securityProfile} on: none is set` },
            ...SECURITY_PROFILES.map((each) => ({ value: String(each), label: profileWords[each] })),
          ]}
        />
        <CertificateName station={station} />
        <Allowances station={station} />
        <SelectField
          label="Validation of its messages"
          name="validation"
          defaultValue={station.validation ?? ''}
          hint="Lenient takes what can be understood and notes the deviation; strict refuses it."
          choices={[
            { value: '', label: 'As the installation is set' },
            { value: 'lenient', label: 'Lenient' },
            { value: 'strict', label: 'Strict' },
          ]}
        />
        <ErrorNotice error={save.error} />
        {save.isSuccess && <Notice>Saved.</Notice>}
        <Button look="primary" type="submit" busy={save.isPending} className="self-start">
          Save
        </Button>
      </form>
    </Card>
  )
}

/** What its client certificate has to name (2.0.1 A00.FR.405). */
function CertificateName({ station: { serialNumber, certificateName } }: { station: Station }) {
  return (
    <>
      {/* Anew when the station tells another meanwhile: what the form does not show it would take away. */}
      <TextField
        key={serialNumber}
        label="Serial number"
        name="serialNumber"
        defaultValue={serialNumber ?? ''}
        hint="Its client certificate has to name it, or the station itself."
      />
      {serialNumber === undefined && certificateName !== undefined && (
        <CheckField
          label={`Forget that it comes as ${certificateName}`}
          name="forgetsCertificate"
          hint="While it tells no serial number, no certificate of another name lets it in."
        />
      )}
    </>
  )
}

/** What it may do although it is less safe. */
function Allowances({ station }: { station: Station }) {
  return (
    <>
      <CheckField
        label="May fall back to a lower profile"
        name="allowProfileDowngrade"
        defaultChecked={station.allowProfileDowngrade}
      />
      <CheckField
        label="May come in with an expired certificate"
        name="allowExpiredCertificate"
        defaultChecked={station.allowExpiredCertificate}
        hint="To be renewed then. Whoever has its key comes in for as long as this is set."
      />
    </>
  )
}
