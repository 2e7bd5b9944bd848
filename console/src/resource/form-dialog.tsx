import type { FormEvent, ReactNode } from 'react'
import type { Json } from '#json-schema'
import { RequestForm, type RequestFormState } from '../commands/request-form.tsx'
import { Button } from '../ui/button.tsx'
import { Dialog, DialogFoot } from '../ui/dialog.tsx'
import { ErrorNotice } from '../ui/notice.tsx'

interface FormDialogProps {
  readonly title: string
  readonly lead?: ReactNode
  readonly form: RequestFormState
  /** What the button says that ends the filling in; the title if absent. */
  readonly verb?: string | undefined
  readonly busy: boolean
  readonly disabled?: boolean
  readonly error: unknown
  /** What is said beneath the fields. */
  readonly children?: ReactNode
  readonly onSubmit: (request: Json) => void
  readonly onClose: () => void
}

/** A request that is filled in and sent; what is wrong with it stands beside the field that is wrong. */
export function FormDialog(props: FormDialogProps) {
  const { title, lead, form, verb = title, busy, disabled = false, error, children, onSubmit, onClose } = props
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const request = form.check(event.currentTarget)
    if (request !== undefined) onSubmit(request)
  }
  return (
    <Dialog open onClose={onClose} title={title} {...(lead === undefined ? {} : { lead })}>
      <form onSubmit={submit} noValidate className="flex flex-col gap-4">
        <div data-request className="flex flex-col gap-4 empty:hidden">
          <RequestForm form={form} />
        </div>
        {children}
        <DialogFoot>
          <ErrorNotice error={error} />
          <Button look="primary" type="submit" busy={busy} disabled={disabled}>
            {verb}
          </Button>
        </DialogFoot>
      </form>
    </Dialog>
  )
}
