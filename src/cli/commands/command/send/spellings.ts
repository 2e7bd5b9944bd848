import { type Command, Option } from 'commander'
import { UsageError } from '../../../failure.ts'
import { assignment } from '../../../options.ts'
import type { Fields } from '../../../request/request.ts'
import { type VariableName, variableNamed } from './variable-name.ts'

/** What makes a command quicker to write than its schema alone would. Most have none. */
export interface Spelling {
  /** Shorter names of fields. */
  readonly aliases?: Readonly<Record<string, string>>
  /** What a field is when nothing is said of it. */
  readonly defaults?: Fields
  /** Arguments and options of its own. */
  readonly add?: (command: Command) => Command
  /** What those say of the request; `given` is what everything else says. @throws UsageError */
  readonly read?: (words: readonly unknown[], options: Readonly<Record<string, unknown>>, given: Fields) => Fields
  readonly help?: string
  readonly example: string
}

const PLACE = { evseId: 'evse', connectorId: 'connector' }

const NAMES = `In 1.6 a name is that of a configuration key: HeartbeatInterval. In 2.x the component stands before it, each with its
instance where it has one: OCPPCommCtrlr.HeartbeatInterval, Connector@1.2.Available (of EVSE 1, connector 2),
OCPPCommCtrlr.MessageTimeout[Default].`

export const spellings: Readonly<Record<string, Spelling>> = {
  'start-transaction': {
    aliases: { evseId: 'evse', groupId: 'group' },
    example: '--token 04A2B9C1 --evse 1',
  },
  'stop-transaction': {
    aliases: { transactionId: 'transaction' },
    read: (_words, _options, given) => {
      if ('transactionId' in given !== 'reference' in given) return {}
      throw new UsageError('name the transaction, by either --transaction or --reference')
    },
    example: '--reference 1234',
  },
  reset: {
    aliases: { evseId: 'evse' },
    defaults: { when: 'when-idle' },
    add: (command) => command.option('--now', 'the same as --when immediately; otherwise once nobody is charging'),
    read: (_words, { now }): Fields => (now === true ? { when: 'immediately' } : {}),
    help: 'In 1.6 --now is a hard reset and otherwise a soft one.',
    example: '--now',
  },
  'change-availability': {
    aliases: PLACE,
    add: (command) =>
      command.addOption(new Option('--to <state>', 'what it shall be').choices(['available', 'unavailable'])),
    read: (_words, { to }): Fields => (to === undefined ? {} : { available: to === 'available' }),
    help: 'Without --evse the whole station. Who is charging finishes first: the answer then is Scheduled.',
    example: '--to unavailable --evse 2',
  },
  unlock: { aliases: PLACE, example: '--evse 1' },
  trigger: { aliases: PLACE, example: '--message meter-values --evse 1' },
  'data-transfer': {
    aliases: { vendorId: 'vendor', messageId: 'message', data: 'payload' },
    example: '--vendor com.example --message SetDisplay --payload \'{"text":"Hello"}\'',
  },
  'get-report': { defaults: { base: 'full' }, example: '&& chargewright station variables CS-1' },
  'get-variables': {
    add: (command) => command.argument('[names...]', 'which variables'),
    read: ([names]) =>
      isList(names) && names.length > 0 ? { variables: names.map((name) => fieldsOf(String(name))) } : {},
    help: `${NAMES}\n\nWithout names a 1.6 station tells all it has; for a 2.x station that is get-report.`,
    example: 'OCPPCommCtrlr.HeartbeatInterval',
  },
  'set-variables': {
    add: (command) => command.argument('[name=value...]', 'what shall be what', assignment),
    read: ([pairs]) =>
      isList(pairs) && pairs.length > 0
        ? {
            variables: pairs
              .filter(isList)
              .map(([name, value]) => ({ ...fieldsOf(String(name)), value: String(value) })),
          }
        : {},
    help: NAMES,
    example: 'OCPPCommCtrlr.HeartbeatInterval=300 SampledDataCtrlr.TxUpdatedInterval=60',
  },
}

const fieldsOf = (name: string): Fields & VariableName => ({ ...variableNamed(name) })

function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value)
}
