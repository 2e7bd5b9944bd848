import { useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback } from 'react'
import type { CommandFilter } from '../api/types.ts'
import { SearchBox } from '../ui/filters.tsx'
import { Page } from '../ui/page.tsx'
import { CommandFilters, CommandList } from './command-list.tsx'

/** What was asked of any station. */
export function CommandsPage() {
  const search = useSearch({ from: '/shell/commands' })
  const navigate = useNavigate({ from: '/commands' })
  const change = useCallback((next: CommandFilter) => void navigate({ search: next, replace: true }), [navigate])
  const onStation = useCallback(
    (text: string) =>
      void navigate({
        search: ({ stationId: _, ...rest }) => (text === '' ? rest : { ...rest, stationId: text }),
        replace: true,
      }),
    [navigate],
  )
  const { stationId, ...narrowing } = search
  return (
    <Page title="Commands" lead="What was asked of stations, and what they answered.">
      <section aria-label="All commands" className="card">
        <div className="flex flex-wrap items-center gap-2 border-line border-b p-3">
          <SearchBox label="Station identity" value={stationId ?? ''} onSearch={onStation} />
          <CommandFilters
            filter={narrowing}
            onChange={(next) => change(stationId === undefined ? next : { ...next, stationId })}
          />
        </div>
        <div className="p-4">
          <CommandList filter={search} showStation />
        </div>
      </section>
    </Page>
  )
}
