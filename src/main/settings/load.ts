import { existsSync, readFileSync } from 'node:fs'
import { parse } from 'smol-toml'
import { AppError } from '#kernel'
import type { Overrides, Settings } from './declared.ts'
import { ENTRIES, type Entry, VARIABLE_PREFIX } from './entries.ts'
import { nearest } from './nearest.ts'

export const DEFAULT_FILE = 'chargewright.toml'

export interface SettingsSources {
  /** Path of the file somebody named; without one `chargewright.toml` is read where it exists. */
  readonly file?: string
  readonly env?: Readonly<Record<string, string | undefined>>
  readonly overrides?: Overrides
}

type Table = Readonly<Record<string, unknown>>

/**
 * The settings: what the command line says, else the environment, else the file, else the declared default.
 * @throws AppError `invalid` that names every wrong or unknown setting, where it stands, and what is allowed.
 */
export function loadSettings({ file, env = {}, overrides = {} }: SettingsSources = {}): Settings {
  const path = file ?? DEFAULT_FILE
  const table = file !== undefined || existsSync(path) ? readFile(path) : {}
  const problems = [
    ...unknownNames(table, path),
    ...unknownVariables(env),
    ...unknownNames(overrides, 'the command line'),
  ]
  const values: Record<string, unknown> = {}
  for (const entry of ENTRIES) {
    const { value, problem } = choose(entry, { overrides, env, table, path })
    if (problem !== undefined) problems.push(problem)
    if (entry.group === undefined) values[entry.key] = value
    else values[entry.group] = { ...asTable(values[entry.group]), [entry.key]: value }
  }
  // Every declared entry has gone through its own `read`, which is what the type says.
  const settings = values as unknown as Settings
  if (problems.length === 0) problems.push(...contradictions(settings))
  if (problems.length > 0) throw new AppError('invalid', problems.join('\n'), { problems })
  return settings
}

interface Given {
  readonly overrides: Table
  readonly env: Readonly<Record<string, string | undefined>>
  readonly table: Table
  readonly path: string
}

function choose(entry: Entry, { overrides, env, table, path }: Given): { value: unknown; problem?: string } {
  const { field, name, variable } = entry
  const sources: [place: string, raw: unknown][] = [
    [`${name} on the command line`, inTable(overrides, entry)],
    [variable, env[variable] === undefined ? undefined : field.fromText(env[variable])],
    [`${name} in ${path}`, inTable(table, entry)],
  ]
  const given = sources.find(([, raw]) => raw !== undefined)
  if (given === undefined) return { value: field.fallback }
  const [place, raw] = given
  const value = field.read(raw)
  if (value !== undefined) return { value }
  const shown = field.secret ? 'has a value that is not allowed' : `is ${JSON.stringify(raw)}`
  return { value: field.fallback, problem: `${place} ${shown}; allowed is ${field.allowed}.` }
}

function inTable(table: Table, { group, key }: Entry): unknown {
  return group === undefined ? table[key] : asTable(table[group])[key]
}

function asTable(value: unknown): Table {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {}
}

function readFile(path: string): Table {
  let source: string
  try {
    source = readFileSync(path, 'utf8')
  } catch (cause) {
    throw new AppError('invalid', `The settings file ${path} cannot be read.`, { path }, { cause })
  }
  try {
    return parse(source)
  } catch (cause) {
    const said = cause instanceof Error ? cause.message : String(cause)
    throw new AppError('invalid', `The settings file ${path} is not TOML: ${said}`, { path }, { cause })
  }
}

function unknownNames(table: Table, place: string): string[] {
  const groups = new Set(ENTRIES.map(({ group }) => group))
  const names = Object.entries(table).flatMap(([key, value]) =>
    groups.has(key) && typeof value === 'object'
      ? Object.keys(asTable(value)).map((inner) => `${key}.${inner}`)
      : [key],
  )
  const known = ENTRIES.map(({ name }) => name)
  return names
    .filter((name) => !known.includes(name))
    .map((name) => `${name} in ${place} is no setting${suggestion(name, known)}.`)
}

/** Other programs of ours have variables with the same prefix, so only what looks like a setting is judged. */
function unknownVariables(env: Readonly<Record<string, string | undefined>>): string[] {
  const known = ENTRIES.map(({ variable }) => variable)
  const groups = ENTRIES.flatMap(({ group }) =>
    group === undefined ? [] : [`${VARIABLE_PREFIX}${group.toUpperCase()}_`],
  )
  return Object.keys(env)
    .filter((name) => name.startsWith(VARIABLE_PREFIX) && !known.includes(name))
    .filter((name) => groups.some((group) => name.startsWith(group)))
    .map((name) => `${name} is no setting${suggestion(name, known)}.`)
}

function suggestion(name: string, known: readonly string[]): string {
  const near = nearest(name, known)
  return near === undefined ? '' : `; the nearest one is ${near}`
}

/** What each setting alone allows but two together do not. */
function contradictions({ ocpp }: Settings): string[] {
  const pairs = [
    ['ocpp.tlsEcdsaCertificateFile', ocpp.tlsEcdsaCertificateFile, 'ocpp.tlsEcdsaKeyFile', ocpp.tlsEcdsaKeyFile],
    ['ocpp.tlsRsaCertificateFile', ocpp.tlsRsaCertificateFile, 'ocpp.tlsRsaKeyFile', ocpp.tlsRsaKeyFile],
  ] as const
  return pairs
    .filter(([, certificate, , key]) => (certificate === '') !== (key === ''))
    .map(([certificate, , key]) => `${certificate} and ${key} belong together: set both or none.`)
}
