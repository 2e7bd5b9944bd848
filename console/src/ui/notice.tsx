import { CircleAlert, Info, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { explain } from '../api/problem.ts'
import { Button } from './button.tsx'

const looks = {
  info: { icon: Info, look: 'bg-sunken text-ink', role: 'status' },
  warn: { icon: TriangleAlert, look: 'bg-warn-soft text-warn', role: 'status' },
  bad: { icon: CircleAlert, look: 'bg-bad-soft text-bad', role: 'alert' },
} as const

/** A sentence that must not be overlooked. */
export function Notice({ kind = 'info', children }: { kind?: keyof typeof looks; children: ReactNode }) {
  const { icon: Icon, look, role } = looks[kind]
  return (
    <div role={role} className={`flex items-start gap-2.5 rounded-lg px-3.5 py-2.5 ${look}`}>
      <Icon className="mt-0.5 size-4 shrink-0" aria-hidden />
      <div className="min-w-0 flex-1">{children}</div>
    </div>
  )
}

/** What went wrong, in the platform's own words; nothing when nothing did. */
export function ErrorNotice({ error, retry }: { error: unknown; retry?: () => void }) {
  if (error === null || error === undefined) return null
  return (
    <Notice kind="bad">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <span>{explain(error)}</span>
        {retry && (
          <Button small look="plain" onClick={retry}>
            Try again
          </Button>
        )}
      </div>
    </Notice>
  )
}

/** The same in place of a list, whose frame has no edge of its own. */
export function ListError(props: { error: unknown; retry: () => void }) {
  return (
    <div className="p-4">
      <ErrorNotice {...props} />
    </div>
  )
}
