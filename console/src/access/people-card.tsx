import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { accountsQuery, createAccount, createLink, disableAccount, enableAccount } from '../api/access.ts'
import type { Account, Me } from '../api/types.ts'
import { SureButton } from '../resource/sure-button.tsx'
import { Badge } from '../ui/badge.tsx'
import { Button } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { Copy } from '../ui/copy.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Loading } from '../ui/empty.tsx'
import { SelectField, TextField } from '../ui/field.tsx'
import { field } from '../ui/form.ts'
import { ErrorNotice, Notice } from '../ui/notice.tsx'
import { ReachField } from './reach-field.tsx'
import { membershipWords, roleChoices, roleOf } from './roles.ts'

export function PeopleCard({ me }: { me: Me }) {
  const { data, error } = useQuery(accountsQuery)
  const [adding, setAdding] = useState(false)
  const [link, setLink] = useState<{ readonly name: string; readonly url: string }>()
  return (
    <Card title="People" actions={<Button onClick={() => setAdding(true)}>Add a person</Button>}>
      <ErrorNotice error={error} />
      {data === undefined && !error && <Loading what="Loading the people" />}
      <ul className="-my-2 divide-y divide-line">
        {data?.items.map((account) => (
          <Person key={account.id} account={account} me={me} onLink={(url) => setLink({ name: account.name, url })} />
        ))}
      </ul>
      {adding && <AddPerson me={me} onClose={() => setAdding(false)} />}
      <Dialog
        open={link !== undefined}
        onClose={() => setLink(undefined)}
        title={`A link for ${link?.name ?? ''}`}
        lead="It signs in once. Hand it over in a way nobody else can read."
      >
        {link && <Copy value={link.url} label="Copy the link" />}
      </Dialog>
    </Card>
  )
}

interface PersonProps {
  readonly account: Account
  readonly me: Me
  readonly onLink: (url: string) => void
}

function Person({ account, me, onLink }: PersonProps) {
  const client = useQueryClient()
  const link = useMutation({ mutationFn: () => createLink(account.id), onSuccess: ({ url }) => onLink(url) })
  const disable = useMutation({
    mutationFn: () => disableAccount(account.id),
    onSuccess: () => client.invalidateQueries({ queryKey: ['accounts'] }),
  })
  const enable = useMutation({
    mutationFn: () => enableAccount(account.id),
    onSuccess: () => client.invalidateQueries({ queryKey: ['accounts'] }),
  })
  const gone = account.disabledAt !== undefined
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 py-2.5">
      <div className="min-w-0">
        <p className="font-medium">
          {account.name} {gone && <Badge>disabled</Badge>}{' '}
          {!gone && !account.hasPassword && <Badge tone="warn">no password yet</Badge>}
        </p>
        <p className="truncate text-[0.9rem] text-faint">
          {account.email} ·{' '}
          {account.memberships.map((membership) => membershipWords(membership, me)).join(', ') || 'no role'}
        </p>
        <ErrorNotice error={link.error ?? enable.error} />
      </div>
      {gone ? (
        <Button small look="quiet" busy={enable.isPending} onClick={() => enable.mutate()}>
          Enable
        </Button>
      ) : (
        <div className="flex gap-1 max-sm:-ml-2.5">
          <Button small look="quiet" busy={link.isPending} onClick={() => link.mutate()}>
            Sign-in link
          </Button>
          {account.id !== me.principal.id && (
            <SureButton
              small
              label="Disable"
              sure={`${account.name} is signed out at once, and comes in again only when enabled.`}
              busy={disable.isPending}
              error={disable.error}
              onSure={() => disable.mutateAsync()}
            />
          )}
        </div>
      )}
    </li>
  )
}

function AddPerson({ me, onClose }: { me: Me; onClose: () => void }) {
  const client = useQueryClient()
  const create = useMutation({
    mutationFn: createAccount,
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['accounts'] })
      onClose()
    },
  })
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const memberships = [{ partyId: field(form, 'partyId'), role: roleOf(form) }]
    create.mutate({ name: field(form, 'name'), email: field(form, 'email'), memberships })
  }
  return (
    <Dialog open onClose={onClose} title="Add a person">
      <form onSubmit={submit} className="flex flex-col gap-4">
        <TextField label="Name" name="name" required autoFocus />
        <TextField label="Email" name="email" type="email" required />
        <SelectField label="Role" name="role" choices={roleChoices} />
        <ReachField me={me} />
        <Notice>Then make a sign-in link and hand it over.</Notice>
        <ErrorNotice error={create.error} />
        <Button look="primary" type="submit" busy={create.isPending}>
          Add person
        </Button>
      </form>
    </Dialog>
  )
}
