import { X } from 'lucide-react'
import { Dialog as Radix } from 'radix-ui'
import type { ReactNode } from 'react'

interface DialogProps {
  readonly open: boolean
  readonly onClose: () => void
  readonly title: string
  readonly lead?: ReactNode
  readonly children: ReactNode
}

/** The first field takes the keyboard; where the screen is touched that would call up one nobody asked for. */
function focusField(event: Event): void {
  const field = event.currentTarget instanceof HTMLElement && event.currentTarget.querySelector<HTMLElement>(FIELDS)
  if (!field || matchMedia('(pointer: coarse)').matches) return
  event.preventDefault()
  field.focus()
}
const FIELDS = 'input:not([type="checkbox"]), select, textarea'

/** Asks something that has to be answered, or left, before anything else. */
export function Dialog({ open, onClose, title, lead, children }: DialogProps) {
  return (
    <Radix.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 bg-black/40 backdrop-blur-[1px]" />
        <Radix.Content
          {...(lead === undefined ? { 'aria-describedby': undefined } : {})}
          onOpenAutoFocus={focusField}
          className="card fixed top-[8vh] left-1/2 z-50 max-h-[84vh] w-[min(32rem,calc(100vw-2rem))] -translate-x-1/2 overflow-y-auto p-5 shadow-2xl"
        >
          <div className="mb-4 flex items-start justify-between gap-4">
            <div>
              <Radix.Title className="text-[1.15rem] font-semibold">{title}</Radix.Title>
              {lead && <Radix.Description className="mt-1 text-soft">{lead}</Radix.Description>}
            </div>
            <Radix.Close aria-label="Close" className="rounded-md p-1.5 text-soft hover:bg-sunken hover:text-ink">
              <X className="size-4" aria-hidden />
            </Radix.Close>
          </div>
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}

/** What a dialog ends with: it stays in sight however long the dialog is. */
export function DialogFoot({ children }: { children: ReactNode }) {
  return (
    <div className="sticky -bottom-5 -mx-5 -mb-5 flex flex-col gap-3 rounded-b-[0.7rem] border-line border-t bg-surface px-5 py-3.5">
      {children}
    </div>
  )
}
