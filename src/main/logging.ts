import { destination, type Logger as Pino, pino } from 'pino'
import type { LogFields, Logger } from '#kernel'
import { pretty } from './pretty.ts'
import { redact } from './redact.ts'
import type { Settings } from './settings/index.ts'

/** Where log lines go; whole lines, each with its newline. */
export interface LogSink {
  write(line: string): void
}

export interface LoggingOptions {
  readonly level: Settings['log']['level']
  readonly format: Settings['log']['format']
  /** Standard output unless given. Written at once, so that a crash loses no line. */
  readonly sink?: LogSink
  readonly isTerminal?: boolean
  readonly colour?: boolean
}

/** The program's log. Secrets are taken out of fields and of texts before anything is written. */
export function openLogger(options: LoggingOptions): Logger {
  const { level, format, isTerminal = process.stdout.isTTY === true } = options
  const sink = options.sink ?? destination({ fd: 1, sync: true })
  const forPeople = format === 'pretty' || (format === 'auto' && isTerminal)
  const colour = options.colour ?? (isTerminal && !process.env.NO_COLOR)
  const stream = forPeople ? { write: (line: string) => sink.write(pretty(line, colour)) } : sink
  const settings = { level, base: null, formatters: { level: (label: string) => ({ level: label }) } }
  return wrap(pino(settings, stream))
}

function wrap(log: Pino): Logger {
  const at = (level: 'debug' | 'info' | 'warn' | 'error') => (message: string, fields?: LogFields) => {
    if (!log.isLevelEnabled(level)) return
    if (fields === undefined) log[level](message)
    else log[level](redactFields(fields), message)
  }
  return {
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    child: (fields) => wrap(log.child(redactFields(fields))),
  }
}

function redactFields(fields: LogFields): Record<string, unknown> {
  const { level, time, msg, ...rest } = fields
  // Fields that bear the names of pino's own would write a line with the same name twice.
  const clashing = Object.entries({ level, time, msg }).filter(([, value]) => value !== undefined)
  const renamed = Object.fromEntries(clashing.map(([name, value]) => [`${name}Field`, value]))
  return { ...Object(redact({ ...rest, ...renamed })) }
}
