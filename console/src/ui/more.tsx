import { useEffect, useRef } from 'react'
import { Button } from './button.tsx'

interface MoreProps {
  readonly has: boolean
  readonly busy: boolean
  readonly more: () => void
}

/** The end of a list that goes on: asks for the next page when it comes into view, or when clicked. */
export function More({ has, busy, more }: MoreProps) {
  const end = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (!has || busy || end.current === null) return
    const observer = new IntersectionObserver(([entry]) => entry?.isIntersecting && more(), { rootMargin: '400px' })
    observer.observe(end.current)
    return () => observer.disconnect()
  }, [has, busy, more])
  if (!has) return null
  return (
    <div ref={end} className="p-3 text-center">
      <Button small look="quiet" busy={busy} onClick={more}>
        {busy ? 'Loading more' : 'Show more'}
      </Button>
    </div>
  )
}
