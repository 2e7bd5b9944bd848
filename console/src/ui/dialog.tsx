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

/** Asks something that has to be answered, or left, before anything else. */
export function Dialog({ open, onClose, title, lead, children }: DialogProps) {
  return (
    <Radix.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 bg-black/40 backdrop-blur-[1px]" />
        <Radix.Content
          {...(lead === undefined ? { 'aria-describedby': undefined } : {})}
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
