import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { FormEvent } from 'react'
import { inWords } from '#json-schema'
import { PartyField, partyOf } from '../access/party-field.tsx'
import { changeToken, createToken, removeToken } from '../api/tokens.ts'
import { EVSE_KINDS, type Me, TOKEN_KINDS, type Token, TRANSFERS } from '../api/types.ts'
import { SureButton } from '../resource/sure-button.tsx'
import { Button } from '../ui/button.tsx'
import { Dialog, DialogFoot } from '../ui/dialog.tsx'
import { SelectField, TextField } from '../ui/field.tsx'
import { field, optional } from '../ui/form.ts'
import { ErrorNotice } from '../ui/notice.tsx'
import { placesText, readPlaces } from './places.ts'

/** The last second of a day where the reader is. */
const endOfDay = (day: string): string => new Date(`${day}T23:59:59`).toISOString()

function save(form: FormData, me: Me, token: Token | undefined): Promise<Token> {
  const day = field(form, 'validUntil')
  const concurrentLimit = Number(field(form, 'concurrentLimit'))
  const places = readPlaces(field(form, 'places'))
  const evseKind = EVSE_KINDS.find((kind) => kind === field(form, 'evseKind'))
  const transfers = TRANSFERS.filter((one) => form.getAll('transfers').includes(one))
  if (token !== undefined) {
    return changeToken(token.id, {
      label: field(form, 'label') || null,
      groupId: field(form, 'groupId') || null,
      validUntil: day === '' ? null : endOfDay(day),
      concurrentLimit,
      places: places ?? null,
      evseKind: evseKind ?? null,
      transfers: transfers.length === 0 ? null : transfers,
    })
  }
  return createToken({
    partyId: partyOf(form, me),
    value: field(form, 'value'),
    kind: TOKEN_KINDS.find((kind) => kind === field(form, 'kind')) ?? 'rfid',
    concurrentLimit,
    ...(places && { places }),
    ...(evseKind && { evseKind }),
    ...(transfers.length > 0 && { transfers }),
    ...optional(form, 'label'),
    ...optional(form, 'groupId'),
    ...(day === '' ? {} : { validUntil: endOfDay(day) }),
  })
}

/** How energy may get to the vehicle; none chosen are all. */
function TransferChoice({ chosen }: { readonly chosen: readonly string[] }) {
  return (
    <fieldset className="flex flex-col gap-1">
      <legend className="label">Transfers of energy</legend>
      <div className="flex flex-wrap gap-x-4 gap-y-1">
        {TRANSFERS.map((one) => (
          <label key={one} className="flex items-center gap-2">
            <input
              type="checkbox"
              className="size-4"
              name="transfers"
              value={one}
              defaultChecked={chosen.includes(one)}
            />
            {inWords(one)}
          </label>
        ))}
      </div>
      <p className="text-[0.86rem] text-faint">None: every kind.</p>
    </fieldset>
  )
}

export function TokenDialog({ me, token, onClose }: { me: Me; token?: Token; onClose: () => void }) {
  const client = useQueryClient()
  const done = async () => {
    await client.invalidateQueries({ queryKey: ['tokens'] })
    onClose()
  }
  const store = useMutation({ mutationFn: (form: FormData) => save(form, me, token), onSuccess: done })
  const drop = useMutation({ mutationFn: removeToken, onSuccess: done })
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    store.mutate(new FormData(event.currentTarget))
  }
  return (
    <Dialog open onClose={onClose} title={token === undefined ? 'Add a token' : (token.label ?? token.value)}>
      <form onSubmit={submit} className="flex flex-col gap-4">
        {token === undefined && (
          <>
            <TextField
              label="Number"
              name="value"
              required
              autoFocus
              hint="As the station reads it; case does not matter."
            />
            <SelectField
              label="Kind"
              name="kind"
              choices={TOKEN_KINDS.map((value) => ({ value, label: inWords(value) }))}
            />
            <PartyField me={me} />
          </>
        )}
        <TextField label="Name" name="label" optional defaultValue={token?.label ?? ''} hint="Whose it is." />
        <TextField
          label="Group"
          name="groupId"
          optional
          defaultValue={token?.groupId ?? ''}
          hint="Tokens of a group may stop each other’s transactions."
        />
        <TextField
          label="Valid until"
          name="validUntil"
          optional
          type="date"
          defaultValue={token?.validUntil?.slice(0, 10) ?? ''}
          hint="Empty: always."
        />
        <TextField
          label="Transactions at once"
          name="concurrentLimit"
          type="number"
          min={0}
          max={1000}
          required
          defaultValue={token?.concurrentLimit ?? 1}
          hint="0: any number."
        />
        <TextField
          label="Only at"
          name="places"
          optional
          defaultValue={placesText(token?.places)}
          hint="Stations as CS-1, EVSEs as CS-1/2, locations as location:yard. Empty: everywhere."
        />
        <SelectField
          label="Kind of EVSE"
          name="evseKind"
          defaultValue={token?.evseKind ?? ''}
          choices={[{ value: '', label: 'Any' }, ...EVSE_KINDS.map((value) => ({ value, label: value.toUpperCase() }))]}
        />
        <TransferChoice chosen={token?.transfers ?? []} />
        <DialogFoot>
          <ErrorNotice error={store.error} />
          <div className="flex items-center justify-between gap-2">
            <Button look="primary" type="submit" busy={store.isPending}>
              {token === undefined ? 'Add token' : 'Save'}
            </Button>
            {token !== undefined && (
              <SureButton
                look="danger"
                label="Remove"
                sure={`Nobody charges with ${token.label ?? token.value} any more. Its transactions stay on record.`}
                busy={drop.isPending}
                error={drop.error}
                onSure={() => drop.mutateAsync(token.id)}
              />
            )}
          </div>
        </DialogFoot>
      </form>
    </Dialog>
  )
}
