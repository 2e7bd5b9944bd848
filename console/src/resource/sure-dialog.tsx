import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { ErrorNotice } from '../ui/notice.tsx'

interface SureDialogProps {
  readonly title: string
  /** What is to be agreed to, as a sentence. */
  readonly sure: string | undefined
  readonly danger: boolean
  readonly busy: boolean
  readonly error: unknown
  readonly onSure: () => void
  readonly onClose: () => void
}

/** Asks before something is done that cannot be taken back; says why where it could not be done. */
export function SureDialog({ title, sure, danger, busy, error, onSure, onClose }: SureDialogProps) {
  return (
    <Dialog open onClose={onClose} title={title} lead={sure}>
      <div className="flex flex-col gap-4">
        <ErrorNotice error={error} />
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Leave it</Button>
          <Button look={danger ? 'danger' : 'primary'} busy={busy} onClick={onSure}>
            {title}
          </Button>
        </div>
      </div>
    </Dialog>
  )
}
