import { ArrowDownLeft, ArrowUpRight, TriangleAlert } from 'lucide-react'
import type { LoggedMessage } from '../api/types.ts'
import { nameFor } from '../format/words.ts'
import { Moment } from '../ui/moment.tsx'
import { payloadOf, pretty, type TraceLine } from './trace.ts'

const kindWords: Record<LoggedMessage['kind'], string> = {
  call: 'call',
  result: 'answer',
  error: 'error',
  send: 'send',
  'result-error': 'answer refused',
  unreadable: 'unreadable',
}

interface TraceRowProps {
  readonly line: TraceLine
  readonly open: boolean
  readonly onToggle: () => void
}

/** One message: in a line, or laid out in full once opened. */
export function TraceRow({ line, open, onToggle }: TraceRowProps) {
  const { message, action, tookMs, wrong } = line
  const fromStation = message.direction === 'in'
  const bad = message.kind === 'error' || message.kind === 'result-error' || message.kind === 'unreadable'
  return (
    <div role="cell" className={bad ? 'bg-bad-soft/50' : wrong ? 'bg-warn-soft/50' : ''}>
      <button
        type="button"
        aria-expanded={open}
        onClick={onToggle}
        className="flex w-full items-center gap-3 px-4 py-2.5 text-left hover:bg-sunken/60"
      >
        <span className="min-w-16 shrink-0 text-[0.9rem] text-faint">
          <Moment at={message.at} seconds />
        </span>
        {fromStation ? (
          <ArrowDownLeft className="size-4 shrink-0 text-accent" aria-label="from the station" />
        ) : (
          <ArrowUpRight className="size-4 shrink-0 text-busy" aria-label="to the station" />
        )}
        <span className="w-44 shrink-0 truncate font-medium max-sm:w-auto max-sm:flex-1">
          {action ?? nameFor(kindWords, message.kind)}
        </span>
        <span className={`w-16 shrink-0 text-[0.9rem] ${bad ? 'font-medium text-bad' : 'text-soft'}`}>
          {nameFor(kindWords, message.kind)}
        </span>
        <code className="min-w-0 flex-1 truncate font-mono text-[0.86rem] text-soft max-sm:hidden">
          {payloadOf(message.frame)}
        </code>
        {tookMs !== undefined && (
          <span className="num shrink-0 text-[0.86rem] text-faint max-sm:hidden">{tookMs} ms</span>
        )}
        {message.note !== undefined && <TriangleAlert className="size-4 shrink-0 text-warn" aria-label="deviates" />}
      </button>
      {open && (
        <div className="px-4 pb-3 sm:pl-24">
          {message.note !== undefined && <p className="mb-2 text-warn">{message.note}</p>}
          <pre className="max-h-96 overflow-auto rounded-lg bg-sunken p-3 font-mono text-[0.86rem] leading-relaxed">
            {pretty(message.frame)}
          </pre>
        </div>
      )}
    </div>
  )
}
