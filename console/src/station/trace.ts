import type { LoggedMessage } from '../api/types.ts'

/** A message as the trace shows it: with the action it belongs to and, for an answer, how long it took. */
export interface TraceLine {
  readonly key: string
  readonly message: LoggedMessage
  readonly action?: string
  readonly tookMs?: number
  readonly wrong: boolean
}

export interface TraceFilter {
  readonly action: string
  readonly show: 'all' | 'in' | 'out' | 'wrong'
  readonly search: string
}

const isAnswer = ({ kind }: LoggedMessage): boolean => kind === 'result' || kind === 'error'
const isWrong = ({ kind, note }: LoggedMessage): boolean =>
  note !== undefined || kind === 'error' || kind === 'result-error' || kind === 'unreadable'

/** Joins every answer to its call by message id and opposite direction. `messages` are newest first. */
export function traceOf(messages: readonly LoggedMessage[]): readonly TraceLine[] {
  const calls = new Map<string, LoggedMessage>()
  const seen = new Map<string, number>()
  const lines = messages.toReversed().map((message): TraceLine => {
    const { messageId = '', direction, kind, at } = message
    if (kind === 'call') calls.set(`${direction}|${messageId}`, message)
    const call = isAnswer(message) ? calls.get(`${direction === 'in' ? 'out' : 'in'}|${messageId}`) : undefined
    const action = message.action ?? call?.action
    const name = `${at}|${direction}|${kind}|${messageId}`
    const nth = seen.get(name) ?? 0
    seen.set(name, nth + 1)
    return {
      key: `${name}|${nth}`,
      message,
      wrong: isWrong(message),
      ...(action === undefined ? {} : { action }),
      ...(call === undefined ? {} : { tookMs: Date.parse(at) - Date.parse(call.at) }),
    }
  })
  return lines.reverse()
}

export function matches(line: TraceLine, { action, show, search }: TraceFilter): boolean {
  if (action !== '' && line.action !== action) return false
  if (show === 'wrong' && !line.wrong) return false
  if ((show === 'in' || show === 'out') && line.message.direction !== show) return false
  return search === '' || line.message.frame.toLowerCase().includes(search.toLowerCase())
}

/** How many messages came since `held` was all there was; both are newest first. */
export function newerThan(messages: readonly LoggedMessage[], held: readonly LoggedMessage[]): number {
  const [newest] = held
  if (newest === undefined) return messages.length
  const index = messages.indexOf(newest)
  return index === -1 ? messages.length : index
}

/** The frame laid out to be read; as it is when it is no JSON. */
export function pretty(frame: string): string {
  try {
    return JSON.stringify(JSON.parse(frame), null, 2)
  } catch {
    return frame
  }
}

/** The payload of a frame in one line: what is left once type, id and action are told elsewhere. */
export function payloadOf(frame: string): string {
  try {
    const parsed: unknown = JSON.parse(frame)
    if (!Array.isArray(parsed)) return frame
    if (parsed[0] === 2 || parsed[0] === 6) return JSON.stringify(parsed[3] ?? {})
    return parsed
      .slice(2)
      .map((part) => (typeof part === 'string' ? part : JSON.stringify(part)))
      .join(' ')
  } catch {
    return frame
  }
}
