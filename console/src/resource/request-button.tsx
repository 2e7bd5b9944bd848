import { type ReactNode, useState } from 'react'
import type { Route } from '../api/ask.ts'
import { Button } from '../ui/button.tsx'
import { RequestDialog, type RequestDialogProps } from './request-dialog.tsx'

type RequestButtonProps<R extends Route> = Omit<RequestDialogProps<R>, 'onClose' | 'title'> & {
  /** What the button says, and its dialog. */
  readonly label: string
  readonly look?: 'primary' | 'plain' | 'quiet' | 'danger'
  readonly icon?: ReactNode
}

/** Opens a dialog that fills in a request to the API. */
export function RequestButton<R extends Route>({ label, look, icon, ...dialog }: RequestButtonProps<R>) {
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button small look={look ?? 'plain'} onClick={() => setOpen(true)}>
        {icon}
        {label}
      </Button>
      {open && <RequestDialog {...dialog} title={label} onClose={() => setOpen(false)} />}
    </>
  )
}
