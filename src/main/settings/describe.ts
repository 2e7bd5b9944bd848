import type { Settings } from './declared.ts'
import { ENTRIES, type Entry } from './entries.ts'
import type { Field } from './field.ts'
import { DEFAULT_FILE } from './load.ts'

/** The part of `--help` that lists the settings. */
export function settingsHelp(): string {
  const lines = ENTRIES.map(({ name, variable, field }) =>
    [
      `  ${name} = ${shown(field.fallback)}`,
      `      ${field.about}`,
      `      Allowed: ${field.allowed}. ${variable}`,
    ].join('\n'),
  )
  return [`Settings, in ${DEFAULT_FILE} (--config FILE names another) or as environment variables:`, ...lines].join(
    '\n',
  )
}

/** The guide's page about the settings, Markdown. */
export function settingsPage(): string {
  return [
    '# Configuration',
    '',
    '<!-- Made by `node tools/settings-page.ts` from src/main/settings/declared.ts. -->',
    '',
    `Chargewright starts without any configuration. What you want otherwise goes into \`${DEFAULT_FILE}\` in the folder you`,
    'start it in (or any file, with `--config FILE`), or into environment variables. The command line wins over the',
    'environment, the environment over the file. A wrong value or an unknown name stops the start and says what is allowed.',
    '',
    '```toml',
    '[http]',
    'port = 8081',
    '',
    '[ocpp]',
    'host = "0.0.0.0"',
    'unknownStations = "waiting-list"',
    '```',
    '',
    'Relative paths start at the folder the program is started in. Lists in environment variables are separated by commas.',
    '',
    ...groups().flatMap(([group, entries]) => [...sectionOf(group, entries), '']),
  ]
    .join('\n')
    .replace(/\n+$/, '\n')
}

/** The settings as they may be logged: of secrets only whether they are set. */
export function withoutSecrets(settings: Settings): Record<string, unknown> {
  const groups: Readonly<Record<string, unknown>> = settings
  return Object.fromEntries(
    ENTRIES.map(({ name, group, key, field }) => {
      const table: unknown = group === undefined ? groups : groups[group]
      const value: unknown = typeof table === 'object' && table !== null ? Reflect.get(table, key) : undefined
      return [name, field.secret ? (value === '' ? '(not set)' : '(set)') : value]
    }),
  )
}

function groups(): [string | undefined, Entry[]][] {
  const names = [...new Set(ENTRIES.map(({ group }) => group))]
  return names.map((name) => [name, ENTRIES.filter(({ group }) => group === name)])
}

function sectionOf(group: string | undefined, entries: readonly Entry[]): string[] {
  return [
    group === undefined ? '## At the top of the file' : `## \`[${group}]\``,
    '',
    '| Setting | Default | What it does |',
    '|---|---|---|',
    ...entries.map(({ key, variable, field }) => {
      const names = `\`${key}\`<br>\`${variable}\``
      return `| ${names} | \`${shown(field.fallback)}\` | ${field.about}${note(field)} |`
    }),
  ]
}

function note(field: Field<unknown>): string {
  return ` Allowed: ${field.allowed}.${field.secret ? ' Never shown or logged.' : ''}`
}

function shown(value: unknown): string {
  return Array.isArray(value) ? `[${value.map((each) => JSON.stringify(each)).join(', ')}]` : JSON.stringify(value)
}
