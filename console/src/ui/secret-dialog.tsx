import { Button } from './button.tsx'
import { Copy } from './copy.tsx'
import { Dialog } from './dialog.tsx'

/** Shows what messages are signed with; nobody can ask for it again. */
export function SecretDialog({
  title,
  signed,
  secret,
  onClose,
}: {
  title: string
  /** What is signed with it, as the beginning of a sentence. */
  signed: string
  secret: string
  onClose: () => void
}) {
  return (
    <Dialog
      open
      onClose={onClose}
      title={title}
      lead={`${signed} signed with it, in X-Chargewright-Signature. It is shown this once.`}
    >
      <div className="flex flex-col gap-4">
        <Copy value={secret} label="Copy the secret" />
        <Button look="primary" onClick={onClose}>
          I have it
        </Button>
      </div>
    </Dialog>
  )
}
