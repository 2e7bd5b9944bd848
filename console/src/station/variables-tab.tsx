import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { History } from 'lucide-react'
import { useMemo, useState } from 'react'
import { submitCommand } from '../api/commands.ts'
import { variablesQuery } from '../api/stations.ts'
import type { Station, Variable } from '../api/types.ts'
import { Button } from '../ui/button.tsx'
import { Empty, Loading } from '../ui/empty.tsx'
import { SearchBox } from '../ui/filters.tsx'
import { Age } from '../ui/moment.tsx'
import { ErrorNotice, Notice } from '../ui/notice.tsx'
import { Rows } from '../ui/rows.tsx'
import { RunTogether } from '../ui/run-together.tsx'
import { VariableHistory } from './configuration/variable-history.tsx'
import { SetVariable } from './set-variable.tsx'
import { isOld, variableKey, variableName } from './variable-name.ts'

/** Configuration keys of 1.6 and variables of 2.x, as far as the station has told. */
export function VariablesTab({ station, operator }: { station: Station; operator: boolean }) {
  const { data, error } = useQuery(variablesQuery(station.id))
  const [search, setSearch] = useState('')
  const [setting, setSetting] = useState<Variable>()
  const [past, setPast] = useState<Variable>()
  const found = useMemo(() => {
    const part = search.toLowerCase()
    return (data?.items ?? []).filter((each) =>
      `${variableName(each)} ${each.value ?? ''}`.toLowerCase().includes(part),
    )
  }, [data, search])
  if (error) return <ErrorNotice error={error} />
  if (data === undefined) return <Loading what="Loading the variables" />
  return (
    <section aria-label="Variables" className="card">
      <div className="flex flex-wrap items-center gap-2 border-line border-b p-3">
        <SearchBox label="Search variables" value={search} onSearch={setSearch} />
        {operator && <ReadAll station={station} />}
      </div>
      {found.length === 0 ? (
        <Empty title={data.items.length === 0 ? 'The station has not told its variables yet' : 'No variable matches'}>
          {data.items.length === 0 && operator && 'Ask it with “Read all from the station”.'}
        </Empty>
      ) : (
        <Rows
          label="Variables"
          items={found}
          keyOf={variableKey}
          height={44}
          head={<VariableHead />}
          row={(variable) => (
            <VariableRow
              variable={variable}
              onSet={operator ? () => setSetting(variable) : undefined}
              onPast={() => setPast(variable)}
            />
          )}
        />
      )}
      {past && <VariableHistory station={station} variable={past} onClose={() => setPast(undefined)} />}
      <SetVariable
        key={setting && variableKey(setting)}
        station={station}
        variable={setting}
        onClose={() => setSetting(undefined)}
      />
    </section>
  )
}

function ReadAll({ station }: { station: Station }) {
  const client = useQueryClient()
  const read = useMutation({
    mutationFn: () =>
      submitCommand(
        isOld(station)
          ? { stationId: station.id, kind: 'get-variables', request: {} }
          : { stationId: station.id, kind: 'get-report', request: { base: 'full' } },
        crypto.randomUUID(),
      ),
    onSuccess: () => client.invalidateQueries({ queryKey: ['commands', station.id] }),
  })
  return (
    <>
      <Button className="ml-auto" busy={read.isPending} onClick={() => read.mutate()}>
        Read all from the station
      </Button>
      {read.isError && <ErrorNotice error={read.error} />}
      {read.isSuccess && <Notice>Asked. The values appear here as the station tells them.</Notice>}
    </>
  )
}

const columns =
  'grid grid-cols-[1fr_auto] items-center gap-x-4 gap-y-0.5 px-4 sm:grid-cols-[minmax(12rem,1fr)_minmax(8rem,1fr)_6rem_7rem]'

function VariableHead() {
  return (
    <div role="row" className={`${columns} label py-2.5 max-sm:sr-only`}>
      <span role="columnheader">Variable</span>
      <span role="columnheader">Value</span>
      <span role="columnheader" className="text-right">
        Told
      </span>
      <span role="columnheader" aria-label="What can be done" />
    </div>
  )
}

interface VariableRowProps {
  readonly variable: Variable
  readonly onSet: (() => void) | undefined
  readonly onPast: () => void
}

function VariableRow({ variable, onSet, onPast }: VariableRowProps) {
  const { value, unit, mutability, attribute, updatedAt } = variable
  return (
    <div className={`${columns} min-h-12 py-1.5`}>
      <span role="cell" className="min-w-0 break-words font-medium">
        <RunTogether name={variableName(variable)} />
        {attribute !== 'Actual' && <span className="ml-2 text-[0.9rem] text-faint">{attribute}</span>}
      </span>
      <span role="cell" className="min-w-0 break-words font-mono text-[0.9rem] max-sm:order-3">
        {value ?? <span className="text-faint">{mutability === 'WriteOnly' ? 'write only' : 'not told'}</span>}
        {unit && <span className="ml-1 text-faint">{unit}</span>}
      </span>
      <span role="cell" className="text-right text-[0.9rem] text-faint max-sm:order-4">
        <Age at={updatedAt} />
      </span>
      <span role="cell" className="flex justify-end gap-1">
        <Button small look="quiet" onClick={onPast} aria-label={`History of ${variableName(variable)}`} title="History">
          <History className="size-4" aria-hidden />
        </Button>
        {onSet && mutability !== 'ReadOnly' && (
          <Button small look="quiet" onClick={onSet} aria-label={`Set ${variableName(variable)}`}>
            Set
          </Button>
        )}
      </span>
    </div>
  )
}
