import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import { sentence, useFilling } from './filling.ts'

interface PartProps {
  readonly label: string
  readonly hint: string | undefined
  readonly path: string
  /** The line stands beside each of its items instead. */
  readonly isList: boolean
  readonly onRemove: (() => void) | undefined
  readonly children: ReactNode
}

/** A part of a request with fields of its own, set off by a line. */
export function SchemaPart({ label, hint, path, isList, onRemove, children }: PartProps) {
  const fault = sentence(useFilling().faults.get(path))
  return (
    <div
      role="group"
      aria-label={label}
      className={`flex min-w-0 flex-col gap-3.5 ${isList ? '' : 'border-line border-l-2 pl-3.5'}`}
    >
      <div>
        <div className="flex items-center justify-between gap-2">
          <span className="label">{label}</span>
          {onRemove && (
            <button
              type="button"
              onClick={onRemove}
              aria-label={`Remove ${label}`}
              title="Remove"
              className="-my-1 rounded-md p-1 text-faint hover:bg-sunken hover:text-ink"
            >
              <X className="size-3.5" aria-hidden />
            </button>
          )}
        </div>
        {hint && <p className="text-[0.86rem] text-faint">{hint}</p>}
        {fault && (
          <p tabIndex={-1} data-fault className="text-[0.86rem] text-bad">
            {fault}
          </p>
        )}
      </div>
      {children}
    </div>
  )
}
