import { useInfiniteQuery } from '@tanstack/react-query'
import { commandsQuery } from '../api/commands.ts'
import type { Command, Station } from '../api/types.ts'
import { commandStateWords, commandWords } from '../format/words.ts'
import { useLoads } from '../stations/running-by-station.ts'
import { Badge } from '../ui/badge.tsx'
import { Card } from '../ui/card.tsx'
import { Empty, Loading } from '../ui/empty.tsx'
import { Moment } from '../ui/moment.tsx'
import { More } from '../ui/more.tsx'
import { ErrorNotice } from '../ui/notice.tsx'
import { SendCommand } from './send-command.tsx'

export function CommandsTab({ station, operator }: { station: Station; operator: boolean }) {
  const running = useLoads().get(station.id)?.transactions ?? []
  return (
    <div className={`grid items-start gap-5 ${operator ? 'xl:grid-cols-[24rem_1fr]' : ''}`}>
      {operator && <SendCommand station={station} running={running} />}
      <History station={station} />
    </div>
  )
}

function History({ station }: { station: Station }) {
  const list = useInfiniteQuery(commandsQuery(station.id))
  const commands = list.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <Card title="Sent to this station">
      <ErrorNotice error={list.error} />
      {list.isPending && <Loading what="Loading the commands" />}
      {list.isSuccess && commands.length === 0 && (
        <Empty title="No command yet">What you send appears here and moves until it is settled.</Empty>
      )}
      <ul className="-my-3 divide-y divide-line">
        {commands.map((command) => (
          <CommandLine key={command.id} command={command} />
        ))}
      </ul>
      <More has={list.hasNextPage} busy={list.isFetchingNextPage} more={() => void list.fetchNextPage()} />
    </Card>
  )
}

function CommandLine({ command }: { command: Command }) {
  const { kind, state, warnings, result, request, requestedByName, createdAt, sentAt, settledAt } = command
  const words = commandStateWords[state]
  const asked = Object.entries(request).map(
    ([name, value]) => `${name} ${typeof value === 'object' ? JSON.stringify(value) : value}`,
  )
  const took = sentAt && settledAt ? `${Date.parse(settledAt) - Date.parse(sentAt)} ms` : undefined
  return (
    <li data-command={command.id} data-state={state} className="flex flex-col gap-1 py-3">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <span className="font-medium">{commandWords[kind]}</span>
        <span aria-live="polite" className="flex items-center gap-2">
          {result?.status && <span className="text-[0.9rem] text-soft">{result.status}</span>}
          <Badge tone={words.tone} title={words.meaning}>
            {words.label}
          </Badge>
        </span>
      </div>
      <p className="text-[0.9rem] text-faint">
        <Moment at={createdAt} />
        {requestedByName && <> · {requestedByName}</>}
        {took && <> · {took}</>}
      </p>
      {asked.length > 0 && <p className="break-words text-[0.9rem] text-soft">{asked.join(' · ')}</p>}
      {warnings.map((warning) => (
        <p key={warning} className="text-[0.9rem] text-warn">
          {warning}
        </p>
      ))}
      {result?.error && (
        <p className="text-[0.9rem] text-bad">
          {result.error.code}: {result.error.message}
        </p>
      )}
      {result?.details && Object.keys(result.details).length > 0 && <Details of={result.details} />}
    </li>
  )
}

function Details({ of }: { of: Readonly<Record<string, unknown>> }) {
  return (
    <details>
      <summary className="text-[0.9rem] text-soft">The whole answer</summary>
      <pre className="mt-1 max-h-72 overflow-auto rounded-lg bg-sunken p-3 font-mono text-[0.86rem]">
        {JSON.stringify(of, null, 2)}
      </pre>
    </details>
  )
}
