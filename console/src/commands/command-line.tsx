import { Link } from '@tanstack/react-router'
import type { Command } from '../api/types.ts'
import { commandStateWords, wordFor } from '../format/words.ts'
import { Badge } from '../ui/badge.tsx'
import { Moment } from '../ui/moment.tsx'
import { useCommandTitle } from './command-title.ts'
import { isPlain, summaryOf } from './request-summary.ts'
import { ValueView } from './value-view.tsx'

interface CommandLineProps {
  readonly command: Command
  /** The answer lies open from the beginning. */
  readonly open: boolean
  readonly showStation: boolean
}

/** A command: what was asked, how far it is, and what the station answered. */
export function CommandLine({ command, open, showStation }: CommandLineProps) {
  const { id, stationId, kind, state, warnings, result, request } = command
  const words = wordFor(commandStateWords, state)
  const asked = summaryOf(request)
  const title = useCommandTitle()
  return (
    <li data-command={id} data-state={state} className="flex flex-col gap-1 py-3">
      <div className="flex flex-wrap items-center justify-between gap-x-3 gap-y-1">
        <span className="min-w-0">
          <span className="font-medium">{title(kind)}</span>
          {showStation && (
            <Link
              to="/stations/$stationId"
              params={{ stationId }}
              search={{ tab: 'commands' }}
              className="ml-2 text-soft hover:text-ink hover:underline"
            >
              {stationId}
            </Link>
          )}
        </span>
        <span aria-live="polite" className="flex items-center gap-2">
          {result?.status && <span className="text-[0.9rem] text-soft">{result.status}</span>}
          <Badge tone={words.tone} title={words.meaning}>
            {words.label}
          </Badge>
        </span>
      </div>
      <Circumstances command={command} />
      {asked.length > 0 && <p className="break-words text-[0.9rem] text-soft">{asked.join(' · ')}</p>}
      {warnings.map((warning) => (
        <p key={warning} className="text-[0.9rem] text-warn">
          {warning}
        </p>
      ))}
      {result?.error && (
        <p className="text-[0.9rem] text-bad">
          {result.error.message} <span className="text-faint">({result.error.code})</span>
        </p>
      )}
      <Details command={command} open={open} />
    </li>
  )
}

function Circumstances({ command }: { command: Command }) {
  const { requestedByName, createdAt, sentAt, settledAt } = command
  const took = sentAt && settledAt ? `${Date.parse(settledAt) - Date.parse(sentAt)} ms` : undefined
  return (
    <p className="text-[0.9rem] text-faint">
      <Moment at={createdAt} />
      {requestedByName && <> · {requestedByName}</>}
      {took && <> · {took}</>}
    </p>
  )
}

/** The whole answer, and the whole request where a line could not say it. */
function Details({ command: { request, result }, open }: { command: Command; open: boolean }) {
  const details = result?.details ?? {}
  const answered = Object.keys(details).length > 0
  if (!answered && isPlain(request)) return null
  return (
    <details open={open && answered} className="text-[0.93rem]">
      <summary className="w-fit rounded-md text-[0.9rem] text-soft hover:text-ink">
        {answered ? 'The whole answer' : 'The whole request'}
      </summary>
      <div className="mt-2 flex flex-col gap-3 rounded-lg border border-line bg-canvas p-3">
        {answered && <ValueView of={details} />}
        {!isPlain(request) && (
          <div className={answered ? 'border-line border-t pt-3' : ''}>
            {answered && <p className="label mb-1">Asked</p>}
            <ValueView of={request} />
          </div>
        )}
      </div>
    </details>
  )
}
