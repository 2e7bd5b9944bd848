import { ago, dateTime, utc } from '../format/time.ts'
import { useNow } from './now.ts'

/** How long ago something was; the exact moment, in UTC, on hover. */
export function Age({ at, none = 'never' }: { at: string | undefined; none?: string }) {
  const now = useNow()
  if (at === undefined) return <span className="text-faint">{none}</span>
  const moment = new Date(at)
  return (
    <time dateTime={at} title={utc(moment)} className="num whitespace-nowrap">
      {ago(moment.getTime(), now)}
    </time>
  )
}

/** A moment in local time; in UTC on hover. */
export function Moment({ at, seconds = false }: { at: string | undefined; seconds?: boolean }) {
  if (at === undefined) return <span className="text-faint">–</span>
  const moment = new Date(at)
  return (
    <time dateTime={at} title={utc(moment)} className="num whitespace-nowrap">
      {dateTime(moment, new Date(), seconds)}
    </time>
  )
}
