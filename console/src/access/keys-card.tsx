import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { createKey, keysQuery, revokeKey } from '../api/access.ts'
import type { ApiKey, Me } from '../api/types.ts'
import { SureButton } from '../resource/sure-button.tsx'
import { Badge } from '../ui/badge.tsx'
import { Button } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { Copy } from '../ui/copy.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Empty, Loading } from '../ui/empty.tsx'
import { SelectField, TextField } from '../ui/field.tsx'
import { field } from '../ui/form.ts'
import { Age } from '../ui/moment.tsx'
import { ErrorNotice, Notice } from '../ui/notice.tsx'
import { ReachField } from './reach-field.tsx'
import { membershipWords, roleChoices, roleOf } from './roles.ts'

export function KeysCard({ me }: { me: Me }) {
  const { data, error } = useQuery(keysQuery)
  const [adding, setAdding] = useState(false)
  return (
    <Card
      title="API keys"
      note="For programs: they say “Authorization: Bearer” and the key."
      actions={<Button onClick={() => setAdding(true)}>Make a key</Button>}
    >
      <ErrorNotice error={error} />
      {data === undefined && !error && <Loading what="Loading the keys" />}
      {data?.items.length === 0 && (
        <Empty title="No key yet">
          A program needs one to ask the API. What there is to ask stands at{' '}
          <a href="/api/v1/docs" className="text-accent underline">
            /api/v1/docs
          </a>
          .
        </Empty>
      )}
      <ul className="-my-2 divide-y divide-line">
        {data?.items.map((key) => (
          <Key key={key.id} apiKey={key} me={me} />
        ))}
      </ul>
      {adding && <MakeKey me={me} onClose={() => setAdding(false)} />}
    </Card>
  )
}

function Key({ apiKey, me }: { apiKey: ApiKey; me: Me }) {
  const client = useQueryClient()
  const revoke = useMutation({
    mutationFn: () => revokeKey(apiKey.id),
    onSuccess: () => client.invalidateQueries({ queryKey: ['keys'] }),
  })
  const revoked = apiKey.revokedAt !== undefined
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 py-2.5">
      <div>
        <p className="font-medium">
          {apiKey.name} {revoked && <Badge>revoked</Badge>}
        </p>
        <p className="text-[0.9rem] text-faint">
          {membershipWords(apiKey, me)} · used <Age at={apiKey.lastUsedAt} />
        </p>
      </div>
      {!revoked && (
        <SureButton
          small
          label="Revoke"
          sure={`Programs that use the key “${apiKey.name}” are refused at once. It cannot be taken back.`}
          busy={revoke.isPending}
          error={revoke.error}
          onSure={() => revoke.mutateAsync()}
        />
      )}
    </li>
  )
}

function MakeKey({ me, onClose }: { me: Me; onClose: () => void }) {
  const client = useQueryClient()
  const create = useMutation({
    mutationFn: createKey,
    onSuccess: () => client.invalidateQueries({ queryKey: ['keys'] }),
  })
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    create.mutate({ name: field(form, 'name'), partyId: field(form, 'partyId'), role: roleOf(form) })
  }
  if (create.data) {
    return (
      <Dialog open onClose={onClose} title={create.data.key.name}>
        <div className="flex flex-col gap-4">
          <Copy value={create.data.secret} label="Copy the key" />
          <Notice kind="warn">This is shown once. Keep it where the program will find it.</Notice>
          <Button onClick={onClose}>Done</Button>
        </div>
      </Dialog>
    )
  }
  return (
    <Dialog open onClose={onClose} title="Make an API key">
      <form onSubmit={submit} className="flex flex-col gap-4">
        <TextField label="Name" name="name" required autoFocus hint="What will use it." />
        <SelectField label="Role" name="role" choices={roleChoices} />
        <ReachField me={me} />
        <ErrorNotice error={create.error} />
        <Button look="primary" type="submit" busy={create.isPending}>
          Make the key
        </Button>
      </form>
    </Dialog>
  )
}
