import type { LiveOf, LoggedMessage } from '../api/types.ts'

/** How many messages a trace holds; older ones are asked for by time. */
export const MOST_MESSAGES = 2_000

export function messageOf(event: LiveOf<'message'>): LoggedMessage {
  const { stationId, at, direction, frameKind, action, messageId, frame, note } = event
  return {
    stationId,
    at,
    direction,
    kind: frameKind,
    frame,
    ...(action === undefined ? {} : { action }),
    ...(messageId === undefined ? {} : { messageId }),
    ...(note === undefined ? {} : { note }),
  }
}

/** Newest first; `fresh` is in the order it happened. What is there already (asked for meanwhile) is not added twice. */
export function prependMessages(
  messages: readonly LoggedMessage[],
  fresh: readonly LoggedMessage[],
): readonly LoggedMessage[] {
  const known = new Set(messages.slice(0, fresh.length + 50).map(sameness))
  const news = fresh.filter((message) => !known.has(sameness(message)))
  return [...news.toReversed(), ...messages].slice(0, MOST_MESSAGES)
}

/** What makes two messages one. */
export const sameness = ({ at, direction, kind, frame }: LoggedMessage): string => `${at}|${direction}|${kind}|${frame}`
