import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import { commandKindsQuery, type FormedCommand, submitCommand } from '../api/commands.ts'
import { variablesQuery } from '../api/stations.ts'
import type { Running } from '../api/transactions.ts'
import type { CommandKindInfo, Station } from '../api/types.ts'
import { CommandPicker } from '../commands/command-picker.tsx'
import { focusFirst, useSlash } from '../commands/focus.ts'
import { RequestForm, type RequestFormState, useRequestForm } from '../commands/request-form.tsx'
import { protocolWord } from '../format/words.ts'
import { Button } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { Loading } from '../ui/empty.tsx'
import { SelectField } from '../ui/field.tsx'
import { ErrorNotice, Notice } from '../ui/notice.tsx'

const waits = [
  { value: '0', label: 'Now or never' },
  { value: '60', label: 'Up to a minute' },
  { value: '3600', label: 'Up to an hour' },
  { value: '86400', label: 'Up to a day' },
]

interface SendCommandProps {
  readonly station: Station
  readonly running: readonly Running[]
}

/** Asks something of the station; what becomes of it is seen beside. */
export function SendCommand({ station, running }: SendCommandProps) {
  const { data: kinds, error } = useQuery(commandKindsQuery)
  const [picked, setPicked] = useState<string>()
  const input = useRef<HTMLInputElement>(null)
  const card = useRef<HTMLDivElement>(null)
  useSlash(input)
  // Once the fields of what was picked are there, the first of them is where one goes on.
  useEffect(() => {
    if (picked !== undefined) focusFirst(card.current, '[data-request] :is(input, select, textarea), [type="submit"]')
  }, [picked])
  const wanted = picked ?? (running.length > 0 ? 'stop-transaction' : 'start-transaction')
  const kind = kinds?.find((each) => each.kind === wanted) ?? kinds?.[0]
  return (
    <Card title="Send a command">
      <ErrorNotice error={error} />
      {kinds === undefined && !error && <Loading what="Loading the commands there are" />}
      {kinds !== undefined && (
        <div ref={card} className="flex flex-col gap-4">
          <CommandPicker
            kinds={kinds}
            protocol={station.protocol}
            value={kind}
            input={input}
            onPick={(next) => {
              setPicked(next.kind)
              // The same again changes nothing that an effect could follow.
              if (next.kind === picked) focusFirst(card.current, '[data-request] :is(input, select, textarea)')
            }}
          />
          {kind && <SendKind key={kind.kind} kind={kind} station={station} running={running} />}
        </div>
      )}
    </Card>
  )
}

function SendKind({ kind, station, running }: SendCommandProps & { kind: CommandKindInfo }) {
  const { data: variables } = useQuery(variablesQuery(station.id))
  const form = useRequestForm(kind, { station, running, variables: variables?.items ?? [] })
  const client = useQueryClient()
  const send = useMutation({
    mutationFn: (command: FormedCommand) => submitCommand(command, crypto.randomUUID()),
    onSuccess: () => client.invalidateQueries({ queryKey: ['commands', station.id] }),
    onError: form.refused,
  })
  const [wait, setWait] = useState('3600')
  const { connected } = station.presence
  const lacks = station.protocol && kind.lacking[station.protocol]
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const request = form.check(event.currentTarget)
    if (request === undefined) return
    send.mutate({ stationId: station.id, kind: kind.kind, request, expiresInS: connected ? 60 : Number(wait) })
  }
  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-4">
      {kind.description && <p className="-mt-2 text-[0.9rem] text-soft">{kind.description}</p>}
      {lacks && station.protocol && (
        <Notice kind="warn">
          {protocolWord(station.protocol)} has no such command: {lacks}.
        </Notice>
      )}
      <Fields form={form} />
      {!connected && (
        <>
          <Notice kind="warn">The station is offline. The command waits for it as long as you say.</Notice>
          <SelectField
            label="It may wait"
            value={wait}
            onChange={(event) => setWait(event.target.value)}
            choices={waits}
          />
        </>
      )}
      <ErrorNotice error={send.error} />
      <Button look="primary" type="submit" busy={send.isPending} disabled={lacks !== undefined}>
        {kind.title}
      </Button>
    </form>
  )
}

function Fields({ form }: { form: RequestFormState }) {
  return (
    <div data-request className="flex flex-col gap-4 empty:hidden">
      <RequestForm form={form} />
    </div>
  )
}
