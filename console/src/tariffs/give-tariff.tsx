import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import type { Tariff } from '#api-client'
import { ask } from '../api/ask.ts'
import { tokensQuery } from '../api/tokens.ts'
import { keyOfRoute, oneQuery } from '../resource/resource-query.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { SelectField } from '../ui/field.tsx'
import { SearchBox } from '../ui/filters.tsx'
import { ErrorNotice, Notice } from '../ui/notice.tsx'

/** Gives one driver a tariff of their own, or takes it away. */
export function GiveTariff({ tariff, onClose }: { tariff: Tariff; onClose: () => void }) {
  const client = useQueryClient()
  const [search, setSearch] = useState('')
  const [picked, setPicked] = useState<string>()
  const { data, error } = useInfiniteQuery(tokensQuery(search === '' ? {} : { search }))
  const drivers = data?.pages.flatMap(({ items }) => items) ?? []
  // Those of ad hoc payments are used once.
  const tokens = drivers.filter(({ partyId, kind }) => partyId === tariff.partyId && kind !== 'direct-payment')
  const tokenId = (tokens.some(({ id }) => id === picked) ? picked : tokens[0]?.id) ?? ''
  const has = useQuery({ ...oneQuery('GET /tokens/{id}/tariff', { params: { id: tokenId } }), enabled: tokenId !== '' })
  const give = useMutation({
    mutationFn: (tariffId: string | null) =>
      ask('PATCH /tokens/{id}/tariff', { params: { id: tokenId }, body: { tariffId } }),
    onSuccess: () => client.invalidateQueries({ queryKey: keyOfRoute('GET /tokens/{id}/tariff') }),
  })
  const mine = has.data?.tariffId === tariff.id
  const submit = (event: FormEvent) => {
    event.preventDefault()
    give.mutate(mine ? null : tariff.id)
  }
  return (
    <Dialog
      open
      onClose={onClose}
      title={`Give ${tariff.name ?? 'the tariff'} to a driver`}
      lead="Stations of OCPP 2.1 are told with the next authorization."
    >
      <form onSubmit={submit} className="flex flex-col gap-4">
        <SearchBox label="Search tokens" value={search} onSearch={setSearch} />
        <SelectField
          label="Token"
          value={tokenId}
          onChange={(event) => setPicked(event.target.value)}
          choices={tokens.map(({ id, label, value }) => ({
            value: id,
            label: label === undefined ? value : `${label} (${value})`,
          }))}
        />
        {tokens.length === 0 && <Notice>No token matches.</Notice>}
        {has.data !== undefined && (
          <p role="status" className="text-soft">
            {mine
              ? 'It has this tariff.'
              : has.data.tariffId === undefined
                ? 'It has no tariff of its own.'
                : 'It has another tariff.'}
          </p>
        )}
        <ErrorNotice error={error ?? give.error} />
        <Button look={mine ? 'danger' : 'primary'} type="submit" busy={give.isPending} disabled={tokenId === ''}>
          {mine ? 'Take it away' : 'Give it'}
        </Button>
      </form>
    </Dialog>
  )
}
