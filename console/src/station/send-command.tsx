import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { submitCommand } from '../api/commands.ts'
import type { Running } from '../api/transactions.ts'
import type { CommandKind, Station } from '../api/types.ts'
import type { Answers, Asked, CommandForm, FormField } from '../commands/command-form.ts'
import { commandForms } from '../commands/command-forms.ts'
import { commandWords, protocolWords } from '../format/words.ts'
import { Button } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { SelectField, TextArea, TextField } from '../ui/field.tsx'
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
  const [kind, setKind] = useState<CommandKind>(running.length > 0 ? 'stop-transaction' : 'start-transaction')
  const form = commandForms.find((each) => each.kind === kind)
  const client = useQueryClient()
  const send = useMutation({
    mutationFn: ({ asked, expiresInS }: { asked: Asked; expiresInS: number }) =>
      submitCommand({ stationId: station.id, expiresInS, ...asked }, crypto.randomUUID()),
    onSuccess: () => client.invalidateQueries({ queryKey: ['commands', station.id] }),
  })
  const [mistake, setMistake] = useState<unknown>(null)
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const { expiresInS = '60', ...answers } = answersOf(event.currentTarget)
    try {
      setMistake(null)
      if (form) send.mutate({ asked: form.ask(answers), expiresInS: Number(expiresInS) })
    } catch (thrown) {
      setMistake(thrown)
    }
  }
  const lacking = station.protocol !== undefined && form?.notIn?.includes(station.protocol)
  return (
    <Card title="Send a command">
      <form onSubmit={submit} className="flex flex-col gap-4">
        <SelectField
          label="Command"
          value={kind}
          onChange={(event) => setKind(commandForms.find((each) => each.kind === event.target.value)?.kind ?? kind)}
          choices={commandForms.map((each) => ({ value: each.kind, label: commandWords[each.kind] }))}
          hint={form?.meaning}
        />
        {form && <Fields key={kind} form={form} station={station} running={running} />}
        {!station.presence.connected && (
          <>
            <Notice kind="warn">The station is offline. The command waits for it as long as you say.</Notice>
            <SelectField label="It may wait" name="expiresInS" defaultValue="3600" choices={waits} />
          </>
        )}
        {lacking && station.protocol && (
          <Notice kind="warn">{protocolWords[station.protocol]} has no such command.</Notice>
        )}
        <ErrorNotice error={mistake ?? send.error} />
        <Button look="primary" type="submit" busy={send.isPending}>
          {commandWords[kind]}
        </Button>
      </form>
    </Card>
  )
}

function answersOf(form: HTMLFormElement): Answers {
  return Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, String(value)]))
}

function Fields({ form, station, running }: SendCommandProps & { form: CommandForm }) {
  return form.fields({ station, running }).map((field) => <OneField key={field.name} field={field} />)
}

function OneField({ field }: { field: FormField }) {
  const { name, label, kind, hint, required = false, choices = [], initial = '' } = field
  const described = { name, label, required, defaultValue: initial, ...(hint === undefined ? {} : { hint }) }
  if (kind === 'choice') return <SelectField {...described} choices={choices} />
  if (kind === 'lines') return <TextArea {...described} rows={3} className="font-mono text-[0.9rem]" />
  return <TextField {...described} {...(kind === 'number' ? { type: 'number', min: 0, step: 1 } : {})} />
}
