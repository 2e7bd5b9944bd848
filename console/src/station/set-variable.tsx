import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { FormEvent } from 'react'
import { submitCommand } from '../api/commands.ts'
import type { Station, Variable } from '../api/types.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { TextField } from '../ui/field.tsx'
import { ErrorNotice } from '../ui/notice.tsx'
import { refOf, variableName } from './variable-name.ts'

interface SetVariableProps {
  readonly station: Station
  readonly variable: Variable | undefined
  readonly onClose: () => void
}

/** Asks for a new value and sends it to the station; the answer shows up under Commands. */
export function SetVariable({ station, variable, onClose }: SetVariableProps) {
  const client = useQueryClient()
  const set = useMutation({
    mutationFn: (wanted: { variable: Variable; value: string }) => {
      const variables = [{ ...refOf(wanted.variable), value: wanted.value }]
      return submitCommand(
        { stationId: station.id, kind: 'set-variables', request: { variables } },
        crypto.randomUUID(),
      )
    },
    onSuccess: () => {
      onClose()
      return client.invalidateQueries({ queryKey: ['commands', station.id] })
    },
  })
  if (variable === undefined) return null
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    set.mutate({ variable, value: String(new FormData(event.currentTarget).get('value')) })
  }
  return (
    <Dialog
      open
      onClose={onClose}
      title={variableName(variable)}
      lead="The station decides whether it takes the value."
    >
      <form onSubmit={submit} className="flex flex-col gap-4">
        <TextField
          label={variable.unit === undefined ? 'New value' : `New value in ${variable.unit}`}
          name="value"
          defaultValue={variable.value ?? ''}
          autoFocus
        />
        <ErrorNotice error={set.error} />
        <Button look="primary" type="submit" busy={set.isPending}>
          Send to the station
        </Button>
      </form>
    </Dialog>
  )
}
