import { type KeyboardEvent, type RefObject, useEffect, useId, useMemo, useRef, useState } from 'react'
import type { CommandKindInfo, StationProtocol } from '../api/types.ts'
import { protocolWord } from '../format/words.ts'
import { kindsMatching } from './kinds-matching.ts'

interface PickerProps {
  readonly kinds: readonly CommandKindInfo[]
  readonly protocol: StationProtocol | undefined
  readonly value: CommandKindInfo | undefined
  readonly onPick: (kind: CommandKindInfo) => void
  readonly input: RefObject<HTMLInputElement | null>
}

/** Finds a command as one types; by keyboard alone if one likes. */
export function CommandPicker({ kinds, protocol, value, onPick, input }: PickerProps) {
  const id = useId()
  const [text, setText] = useState<string>()
  const [active, setActive] = useState(0)
  const open = text !== undefined
  const found = useMemo(() => kindsMatching(kinds, text ?? '', protocol), [kinds, text, protocol])
  const close = () => setText(undefined)
  const begin = () => {
    setText('')
    setActive(
      Math.max(
        0,
        kindsMatching(kinds, '', protocol).findIndex(({ kind }) => kind === value?.kind),
      ),
    )
  }
  const pick = (kind: CommandKindInfo | undefined) => {
    close()
    if (kind) onPick(kind)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const moves: Readonly<Record<string, () => void>> = open
      ? {
          Escape: close,
          Enter: () => pick(found[active]),
          ArrowDown: () => setActive(Math.min(active + 1, found.length - 1)),
          ArrowUp: () => setActive(Math.max(active - 1, 0)),
        }
      : { Enter: begin, ArrowDown: begin }
    const move = moves[event.key]
    if (move === undefined) return
    event.preventDefault()
    move()
  }
  return (
    <div className="relative flex flex-col gap-1">
      <label htmlFor={id} className="label">
        Command
      </label>
      <input
        ref={input}
        id={id}
        role="combobox"
        autoComplete="off"
        spellCheck={false}
        aria-expanded={open}
        aria-controls={`${id}-list`}
        aria-activedescendant={open && found[active] ? `${id}-${found[active].kind}` : undefined}
        value={text ?? value?.title ?? ''}
        placeholder={open ? 'Search commands' : 'Choose a command'}
        onClick={() => !open && begin()}
        onBlur={close}
        onChange={(event) => {
          setText(event.target.value)
          setActive(0)
        }}
        onKeyDown={onKeyDown}
        className={`field font-medium ${open ? '' : 'cursor-pointer'}`}
      />
      {!open && <SlashHint />}
      {open && <List id={id} found={found} active={active} protocol={protocol} onPick={pick} onActive={setActive} />}
    </div>
  )
}

function SlashHint() {
  return (
    <kbd
      aria-hidden
      title="Press / to choose a command"
      className="pointer-events-none absolute right-2.5 bottom-2 rounded border border-line px-1.5 text-[0.82rem] text-faint leading-4 max-sm:hidden"
    >
      /
    </kbd>
  )
}

interface ListProps {
  readonly id: string
  readonly found: readonly CommandKindInfo[]
  readonly active: number
  readonly protocol: StationProtocol | undefined
  readonly onPick: (kind: CommandKindInfo) => void
  readonly onActive: (at: number) => void
}

function List({ id, found, active, protocol, onPick, onActive }: ListProps) {
  const list = useRef<HTMLDivElement>(null)
  useEffect(() => {
    list.current?.querySelector(`[data-at="${active}"]`)?.scrollIntoView({ block: 'nearest' })
  }, [active])
  return (
    <div
      ref={list}
      id={`${id}-list`}
      role="listbox"
      aria-label="Commands"
      className="card absolute top-full z-30 mt-1 max-h-[min(26rem,60vh)] w-full overflow-y-auto p-1.5 shadow-xl"
    >
      {found.length === 0 && <p className="px-2.5 py-2 text-soft">No command matches</p>}
      {found.map((each, at) => {
        const { kind, title, topic, lacking } = each
        const lacks = protocol !== undefined && lacking[protocol] !== undefined
        return (
          <div key={kind} role="presentation">
            {topic !== found[at - 1]?.topic && (
              <p role="presentation" className="px-2.5 pt-2.5 pb-1 text-[0.82rem] text-faint">
                {topic}
              </p>
            )}
            {/* biome-ignore lint/a11y/useKeyWithClickEvents: the field above keeps the focus and takes the keys */}
            <div
              id={`${id}-${kind}`}
              role="option"
              aria-selected={at === active}
              data-at={at}
              onMouseDown={(event) => event.preventDefault()}
              onMouseMove={() => onActive(at)}
              onClick={() => onPick(each)}
              className={`flex cursor-pointer items-baseline justify-between gap-3 rounded-md px-2.5 py-1.5 ${at === active ? 'bg-sunken' : ''} ${lacks ? 'text-faint' : ''}`}
            >
              {title}
              {lacks && <span className="shrink-0 text-[0.82rem]">not in {protocolWord(protocol)}</span>}
            </div>
          </div>
        )
      })}
    </div>
  )
}
