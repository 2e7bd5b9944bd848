import { Check, Copy as CopyIcon } from 'lucide-react'
import { useState } from 'react'
import { Button } from './button.tsx'

/** Text to take along: selectable, and copied with one click where the browser lets us. */
export function Copy({ value, label = 'Copy' }: { value: string; label?: string }) {
  const [done, setDone] = useState(false)
  const copy = () => navigator.clipboard?.writeText(value).then(() => setDone(true))
  return (
    <div className="flex items-center gap-2 rounded-lg bg-sunken py-1.5 pr-1.5 pl-3">
      <code className="min-w-0 flex-1 select-all break-all font-mono text-[0.9rem]">{value}</code>
      <Button small look="quiet" aria-label={label} onClick={copy}>
        {done ? <Check className="size-4 text-good" aria-hidden /> : <CopyIcon className="size-4" aria-hidden />}
      </Button>
    </div>
  )
}
