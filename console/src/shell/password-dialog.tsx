import { useMutation } from '@tanstack/react-query'
import type { FormEvent } from 'react'
import { changePassword } from '../api/session.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { TextField } from '../ui/field.tsx'
import { optional } from '../ui/form.ts'
import { ErrorNotice, Notice } from '../ui/notice.tsx'

/** Sets one's own password: the first one after a sign-in link, or a new one. */
export function PasswordDialog({ onClose }: { onClose: () => void }) {
  const change = useMutation({ mutationFn: changePassword })
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    change.mutate({ password: String(form.get('password')), ...optional(form, 'current') })
  }
  return (
    <Dialog open onClose={onClose} title="My password" lead="With it you sign in without a link.">
      {change.isSuccess ? (
        <div className="flex flex-col gap-4">
          <Notice>It is set. Your other sessions have ended.</Notice>
          <Button onClick={onClose}>Done</Button>
        </div>
      ) : (
        <form onSubmit={submit} className="flex flex-col gap-4">
          <TextField
            label="Present password"
            name="current"
            type="password"
            autoComplete="current-password"
            hint="Leave it empty if you have none yet."
          />
          <TextField
            label="New password"
            name="password"
            type="password"
            autoComplete="new-password"
            required
            minLength={10}
            maxLength={256}
            hint="At least ten characters."
          />
          <ErrorNotice error={change.error} />
          <Button look="primary" type="submit" busy={change.isPending}>
            Set password
          </Button>
        </form>
      )}
    </Dialog>
  )
}
