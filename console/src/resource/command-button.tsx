import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { commandKindsQuery } from '../api/commands.ts'
import { explain } from '../api/problem.ts'
import type { Command, CommandKind, CommandKindInfo, Station } from '../api/types.ts'
import { commandStateWords, protocolWord, wordFor } from '../format/words.ts'
import { Button } from '../ui/button.tsx'
import { type CommandAsked, CommandDialog } from './command-dialog.tsx'
import { SureDialog } from './sure-dialog.tsx'
import { useCommand } from './use-command.ts'

interface Looks {
  /** The kind of command, as the API names it. */
  readonly kind: CommandKind
  /** What the button says, and its dialog; the title of the command if absent. */
  readonly label?: string
  readonly look?: 'primary' | 'plain' | 'quiet' | 'danger'
  readonly icon?: ReactNode
}

/** Asks a command of a station: a dialog with its form opens. Disabled where the station's version has no such thing. */
export function CommandButton({ kind, label, look = 'plain', icon, ...asked }: Looks & CommandAsked) {
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

interface AskButtonProps extends Looks, Pick<CommandAsked, 'station' | 'given'> {
  /** What has to be agreed to first, as a sentence; nothing asks if absent. */
  readonly sure?: string
}

/** Asks a command that needs no filling in, and says beside itself what comes of it. */
export function AskButton({ kind, label, look = 'plain', icon, station, given = {}, sure }: AskButtonProps) {
  const info = useKind(kind)
  const { send, command, error, busy, submitting } = useCommand()
  const [asking, setAsking] = useState(false)
  if (info === undefined) return null
  const lack = lackOf(info, station)
  const ask = () => {
    setAsking(false)
    send({ stationId: station.id, kind, request: given })
  }
  return (
    <span className="inline-flex items-center gap-2">
      <span aria-live="polite" className="max-w-64 truncate text-[0.86rem] empty:hidden">
        {error === null ? command && <Outcome command={command} /> : <span className="text-bad">{explain(error)}</span>}
      </span>
      <Button
        small
        look={look}
        busy={busy}
        disabled={lack !== undefined}
        title={lack}
        onClick={() => (sure === undefined ? ask() : setAsking(true))}
      >
        {icon}
        {label ?? info.title}
      </Button>
      {asking && (
        <SureDialog
          title={label ?? info.title}
          sure={sure}
          danger={look === 'danger'}
          busy={submitting}
          error={null}
          onSure={ask}
          onClose={() => setAsking(false)}
        />
      )}
    </span>
  )
}

/** How far it is, in a word; why not, where it was not done. */
function Outcome({ command: { state, result } }: { command: Command }) {
  const words = wordFor(commandStateWords, state)
  if (state === 'answered') return <span className="text-soft">{result?.status ?? words.label}</span>
  const why = result?.error?.message ?? result?.status
  return (
    <span title={why ?? words.meaning} className={words.tone === 'bad' ? 'text-bad' : 'text-soft'}>
      {words.label}
      {why !== undefined && `: ${why}`}
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
