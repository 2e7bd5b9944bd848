import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { commandKindsQuery } from '../api/commands.ts'
import { explain } from '../api/problem.ts'
import type { CommandKind, CommandKindInfo, Station } from '../api/types.ts'
import { commandStateWords, protocolWord, wordFor } from '../format/words.ts'
import { Button } from '../ui/button.tsx'
import { type CommandAsked, CommandDialog } from './command-dialog.tsx'
import { useCommand } from './use-command.ts'

interface CommandButtonProps extends CommandAsked {
  /** The kind of command, as the API names it. */
  readonly kind: CommandKind
  /** What the button says, and its dialog; the title of the command if absent. */
  readonly label?: string
  readonly look?: 'primary' | 'plain' | 'quiet' | 'danger'
  readonly icon?: ReactNode
}

/** Asks a command of a station: a dialog with its form opens. Disabled where the station's version has no such thing. */
export function CommandButton({ kind, label, look = 'plain', icon, ...asked }: CommandButtonProps) {
  const info = useKind(kind)
  const [open, setOpen] = useState(false)
  if (info === undefined) return null
  const lack = lackOf(info, asked.station)
  return (
    <>
      <Button small look={look} disabled={lack !== undefined} title={lack} onClick={() => setOpen(true)}>
        {icon}
        {label ?? info.title}
      </Button>
      {open && <CommandDialog kind={info} title={label} onClose={() => setOpen(false)} {...asked} />}
    </>
  )
}

type AskButtonProps = Omit<CommandButtonProps, 'values'>

/** Asks a command that needs no filling in, and says beside itself what comes of it. */
export function AskButton({ kind, label, look = 'plain', icon, station, given = {} }: AskButtonProps) {
  const info = useKind(kind)
  const { send, command, error, busy } = useCommand()
  if (info === undefined) return null
  const lack = lackOf(info, station)
  const words = command && wordFor(commandStateWords, command.state)
  const failed = command?.result?.error?.message ?? command?.result?.status
  return (
    <span className="inline-flex items-center gap-2">
      <span aria-live="polite" className="max-w-64 truncate text-[0.86rem] text-soft">
        {error !== null && error !== undefined && <span className="text-bad">{explain(error)}</span>}
        {words && command.state !== 'answered' && (
          <span title={failed ?? words.meaning} className={words.tone === 'bad' ? 'text-bad' : ''}>
            {words.label}
            {failed !== undefined && `: ${failed}`}
          </span>
        )}
        {command?.state === 'answered' && command.result?.status !== undefined && <span>{command.result.status}</span>}
      </span>
      <Button
        small
        look={look}
        busy={busy}
        disabled={lack !== undefined}
        title={lack}
        onClick={() => send({ stationId: station.id, kind, request: given })}
      >
        {icon}
        {label ?? info.title}
      </Button>
    </span>
  )
}

function useKind(kind: CommandKind): CommandKindInfo | undefined {
  const { data } = useQuery(commandKindsQuery)
  return data?.find((each) => each.kind === kind)
}

/** Why a station cannot be asked that, as a sentence; undefined when it can. */
function lackOf(kind: CommandKindInfo, { protocol }: Station): string | undefined {
  const lack = protocol && kind.lacking[protocol]
  return lack && `${protocolWord(protocol)} has no such command: ${lack}`
}
