import type { Running } from '../api/transactions.ts'
import type { CommandKind, NewCommand, Station, StationProtocol } from '../api/types.ts'
import type { Choice } from '../ui/field.tsx'

/** What somebody typed and chose, by field; a field left alone is missing. */
export type Answers = Readonly<Record<string, string>>

/** The part of a command that its form decides. */
export type Asked = { [K in CommandKind]: Pick<Extract<NewCommand, { kind: K }>, 'kind' | 'request'> }[CommandKind]

export interface FormField {
  readonly name: string
  readonly label: string
  readonly kind: 'text' | 'number' | 'choice' | 'lines'
  readonly hint?: string
  readonly required?: boolean
  readonly choices?: readonly Choice[]
  readonly initial?: string
}

/** What a form may look at to propose something sensible. */
export interface Situation {
  readonly station: Station
  readonly running: readonly Running[]
}

/** One kind of command: what it does, what it asks, and the request made of the answers. */
export interface CommandForm {
  readonly kind: CommandKind
  readonly meaning: string
  /** Versions that lack it; the platform would refuse. */
  readonly notIn?: readonly StationProtocol[]
  readonly fields: (situation: Situation) => readonly FormField[]
  readonly ask: (answers: Answers) => Asked
}

/** A number that was given. */
export function numberOf(answers: Answers, name: string): number | undefined {
  const text = answers[name]?.trim() ?? ''
  return text === '' ? undefined : Number(text)
}

/** A text that was given. */
export function textOf(answers: Answers, name: string): string | undefined {
  const text = answers[name]?.trim() ?? ''
  return text === '' ? undefined : text
}

/** Leaves out what is undefined: absent and undefined are not the same to the API. */
export function given<T extends object>(fields: { [K in keyof T]: T[K] | undefined }): Partial<T> {
  const kept: Partial<T> = {}
  for (const name in fields) {
    const value = fields[name]
    if (value !== undefined) kept[name] = value
  }
  return kept
}
