import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { commandKindsQuery, commandsQuery } from '../api/commands.ts'
import { COMMAND_STATES, type CommandFilter, type CommandState } from '../api/types.ts'
import { commandStateWords } from '../format/words.ts'
import { Empty, Loading } from '../ui/empty.tsx'
import { Filter } from '../ui/filters.tsx'
import { More } from '../ui/more.tsx'
import { ErrorNotice } from '../ui/notice.tsx'
import { CommandLine } from './command-line.tsx'

interface CommandListProps {
  readonly filter: CommandFilter
  readonly showStation?: boolean
}

/** What was asked, newest first, moving until it is settled. */
export function CommandList({ filter, showStation = false }: CommandListProps) {
  const list = useInfiniteQuery(commandsQuery(filter))
  const commands = list.data?.pages.flatMap((page) => page.items) ?? []
  const narrowed =
    filter.state !== undefined || filter.kind !== undefined || (showStation && filter.stationId !== undefined)
  if (list.isPending) return <Loading what="Loading the commands" />
  return (
    <>
      <ErrorNotice error={list.error} />
      {list.isSuccess && commands.length === 0 && (
        <Empty title={narrowed ? 'No command matches' : 'No command yet'}>
          {!narrowed && 'What is sent appears here and moves until it is settled.'}
        </Empty>
      )}
      <ul className="-my-3 divide-y divide-line">
        {commands.map((command, at) => (
          <CommandLine key={command.id} command={command} open={at === 0} showStation={showStation} />
        ))}
      </ul>
      <More has={list.hasNextPage} busy={list.isFetchingNextPage} more={() => void list.fetchNextPage()} />
    </>
  )
}

type Narrowing = Pick<CommandFilter, 'state' | 'kind'>

interface CommandFiltersProps {
  readonly filter: Narrowing
  readonly onChange: (filter: Narrowing) => void
}

/** Narrows a list of commands by how far they are and what they ask. */
export function CommandFilters({ filter, onChange }: CommandFiltersProps) {
  const { data: kinds = [] } = useQuery(commandKindsQuery)
  const { state, kind } = filter
  const change = (next: { state: CommandState | undefined; kind: string | undefined }) =>
    onChange({ ...(next.state && { state: next.state }), ...(next.kind && { kind: next.kind }) })
  return (
    <>
      <Filter
        label="State"
        value={state ?? ''}
        onChange={(value) => change({ kind, state: COMMAND_STATES.find((each) => each === value) })}
        choices={[
          { value: '', label: 'Any state' },
          ...COMMAND_STATES.map((each) => ({ value: each, label: commandStateWords[each].label })),
        ]}
      />
      <Filter
        label="Kind"
        value={kind ?? ''}
        onChange={(value) => change({ state, kind: value === '' ? undefined : value })}
        choices={[
          { value: '', label: 'Any kind' },
          ...kinds.map(({ kind: value, title }) => ({ value, label: title })),
        ]}
      />
    </>
  )
}
