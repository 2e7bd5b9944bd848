import type { Mischief, MischiefTools } from './mischief.ts'

/** What one bad station can do wrong. Each does this and nothing else. */
export const MISBEHAVIOURS = [
  'answers-late',
  'broken-json',
  'duplicates-new-id',
  'duplicates-same-id',
  'floods',
  'integer-for-string',
  'never-answers',
  'never-reads',
  'never-starts',
  'no-zone',
  'reconnects',
  'register-jumps-back',
  'replays-out-of-order',
  'skips-boot',
  'unknown-enum',
] as const

export type Misbehaviour = (typeof MISBEHAVIOURS)[number]

const LATE_MS = 45_000
const FLOOD_PAUSE_MS = 10
const FLOOD_MESSAGES = 20
const STAYS_CONNECTED_MS = 2_000

/** Anew for each station: some keep count. */
export function mischiefOf(misbehaviour: Misbehaviour): Mischief {
  return misbehaviours[misbehaviour]()
}

const misbehaviours: Readonly<Record<Misbehaviour, () => Mischief>> = {
  'answers-late': () => ({
    write: (text, kind, { send, after }) => (kind === 'call' ? send(text) : after(LATE_MS, () => send(text))),
  }),
  'broken-json': () => ({
    write(text, kind, { send }) {
      if (kind === 'call') send(text.slice(0, text.length / 2))
      send(text)
    },
  }),
  'duplicates-new-id': () => ({
    write(text, kind, { send, newMessageId }) {
      send(text)
      if (kind === 'call') send(text.replace(/^\[2,"[^"]*"/, `[2,"${newMessageId()}"`))
    },
  }),
  'duplicates-same-id': () => ({
    write(text, kind, { send }) {
      send(text)
      if (kind === 'call') send(text)
    },
  }),
  floods: () => ({ opened: flood }),
  'integer-for-string': () => ({ rewrite: (_action, payload) => mapStrings(payload, numberInside) }),
  'never-answers': () => ({ write: (text, kind, { send }) => (kind === 'call' ? send(text) : undefined) }),
  'never-reads': () => ({ opened: ({ stopReading }) => stopReading() }),
  'never-starts': () => ({ tells: ({ kind }) => kind !== 'Started' }),
  'no-zone': () => ({ stamp: (timestamp) => timestamp.replace(/Z$/, '') }),
  reconnects: () => ({ opened: ({ after, hangUp }) => after(STAYS_CONNECTED_MS, hangUp) }),
  'register-jumps-back': jumpBack,
  'replays-out-of-order': () => ({ reorder: (calls) => calls.toReversed() }),
  'skips-boot': () => ({ skipsBoot: true }),
  'unknown-enum': () => ({ rewrite: inventWord }),
}

function flood({ send, after, newMessageId }: MischiefTools): void {
  for (let count = 0; count < FLOOD_MESSAGES; count += 1) send(`[2,"${newMessageId()}","Heartbeat",{}]`)
  after(FLOOD_PAUSE_MS, () => flood({ send, after, newMessageId, hangUp: () => {}, stopReading: () => {} }))
}

/** Every second reading claims less than the one before, as a meter with a loose contact does. */
function jumpBack(): Mischief {
  let count = 0
  return {
    reading(reading) {
      count += 1
      return count % 2 === 0 ? { ...reading, registerWh: Math.floor(reading.registerWh / 2) } : reading
    },
  }
}

/** Words that no version defines, in places where a listener can do without them. */
function inventWord(action: string, payload: object): object {
  if (action === 'StatusNotification' && 'errorCode' in payload) return { ...payload, errorCode: 'Error' }
  if (action === 'TransactionEvent') return { ...payload, triggerReason: 'ButtonPressed' }
  return action === 'BootNotification' && 'reason' in payload ? { ...payload, reason: 'Rebooted' } : payload
}

function numberInside(text: string): string | number {
  return /^-?\d{1,15}(\.\d+)?$/.test(text) ? Number(text) : text
}

/** A copy with every string inside replaced. */
function mapStrings(payload: object, replace: (text: string) => unknown): object {
  const copy: object = JSON.parse(JSON.stringify(payload), (_key, value) =>
    typeof value === 'string' ? replace(value) : value,
  )
  return copy
}
