import { useQuery } from '@tanstack/react-query'
import { variablesQuery } from '../api/stations.ts'
import type { Command, CommandKindInfo, Station } from '../api/types.ts'
import { CommandLine } from '../commands/command-line.tsx'
import { type KnownOfRequest, useRequestForm } from '../commands/request-form.tsx'
import { useLoads } from '../stations/running-by-station.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Notice } from '../ui/notice.tsx'
import { FormDialog } from './form-dialog.tsx'
import { type RunningCommand, useCommand } from './use-command.ts'

export interface CommandAsked extends KnownOfRequest {
  readonly station: Station
}

interface CommandDialogProps extends CommandAsked {
  readonly kind: CommandKindInfo
  readonly title?: string | undefined
  readonly onClose: () => void
}

/** Fills in a command by its schema, sends it, and shows what the station answers. */
export function CommandDialog({ station, kind, title = kind.title, onClose, ...known }: CommandDialogProps) {
  const { data: variables } = useQuery(variablesQuery(station.id))
  const running = useLoads().get(station.id)?.transactions ?? []
  const situation = { station, running, variables: variables?.items ?? [] }
  const form = useRequestForm(kind, situation, known)
  const sent = useCommand(form.refused)
  if (sent.command !== undefined)
    return <Outcome title={title} command={sent.command} onAgain={sent.forget} onClose={onClose} />
  return (
    <Filling
      {...{ station, kind, title, form, sent, onClose }}
      onSend={(request) => sent.send({ stationId: station.id, kind: kind.kind, request })}
    />
  )
}

interface FillingProps extends Pick<CommandDialogProps, 'station' | 'kind' | 'onClose'> {
  readonly title: string
  readonly form: ReturnType<typeof useRequestForm>
  readonly sent: RunningCommand
  readonly onSend: (request: unknown) => void
}

function Filling({ station, kind, title, form, sent, onSend, onClose }: FillingProps) {
  return (
    <FormDialog
      title={title}
      lead={kind.description}
      form={form}
      verb="Send to the station"
      busy={sent.submitting}
      error={sent.error}
      onSubmit={onSend}
      onClose={onClose}
    >
      {!station.presence.connected && (
        <Notice kind="warn">The station is offline. The command waits for it for a minute.</Notice>
      )}
    </FormDialog>
  )
}

interface OutcomeProps {
  readonly title: string
  readonly command: Command
  readonly onAgain: () => void
  readonly onClose: () => void
}

const HOPEFUL: readonly string[] = ['queued', 'sent', 'answered']

/** What came of it. What was filled in is there again where it came to nothing. */
function Outcome({ title, command, onAgain, onClose }: OutcomeProps) {
  return (
    <Dialog open onClose={onClose} title={title}>
      <ul className="-mt-3">
        <CommandLine command={command} open showStation={false} />
      </ul>
      <div className="mt-3 flex gap-2">
        {!HOPEFUL.includes(command.state) && (
          <Button className="flex-1" onClick={onAgain}>
            Change and send again
          </Button>
        )}
        <Button look="primary" className="flex-1" onClick={onClose} autoFocus>
          Done
        </Button>
      </div>
    </Dialog>
  )
}
