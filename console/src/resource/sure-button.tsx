import { useState } from 'react'
import { Button } from '../ui/button.tsx'
import { SureDialog } from './sure-dialog.tsx'

interface SureButtonProps {
  readonly label: string
  /** What has to be agreed to, as a sentence. */
  readonly sure: string
  readonly look?: 'quiet' | 'danger'
  readonly small?: boolean
  readonly busy: boolean
  readonly error: unknown
  readonly onSure: () => Promise<unknown>
}

/** Does something that cannot be taken back, once it was agreed to in a dialog: a second click by mistake does nothing. */
export function SureButton({ label, sure, look = 'quiet', small = false, busy, error, onSure }: SureButtonProps) {
  const [asking, setAsking] = useState(false)
  // What went wrong is shown by the dialog, which stays.
  const act = () =>
    void onSure().then(
      () => setAsking(false),
      () => undefined,
    )
  return (
    <>
      <Button small={small} look={look} onClick={() => setAsking(true)}>
        {label}
      </Button>
      {asking && (
        <SureDialog
          title={label}
          sure={sure}
          danger
          busy={busy}
          error={error}
          onSure={act}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  )
}
