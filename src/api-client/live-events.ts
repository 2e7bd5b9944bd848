/** One live event: what happened (`station-connected`, `message`, …), and its fields as the platform sends them. */
export interface LiveEvent {
  readonly kind: string
  readonly data: Readonly<Record<string, unknown>>
}

/** The longest event taken; the platform sends none near that. */
export const LONGEST_EVENT = 16_777_216

/** Reads server-sent events (HTML Living Standard §9.2) until the stream ends or `signal` says so. */
export async function* readLiveEvents(
  body: ReadableStream<Uint8Array<ArrayBuffer>>,
  signal: AbortSignal,
): AsyncGenerator<LiveEvent> {
  let rest = ''
  try {
    for await (const chunk of body.pipeThrough(new TextDecoderStream())) {
      const blocks = `${rest}${chunk}`.split('\n\n')
      rest = blocks.pop() ?? ''
      if (rest.length > LONGEST_EVENT) throw new Error('An event of the stream has no end')
      for (const block of blocks) {
        const event = eventIn(block)
        if (event !== undefined) yield event
      }
    }
  } catch (thrown) {
    if (!signal.aborted) throw thrown
  }
}

function eventIn(block: string): LiveEvent | undefined {
  const fields = block.split('\n').map((line) => /^(\w*): ?(.*)$/.exec(line))
  const field = (name: string) => fields.find((one) => one?.[1] === name)?.[2]
  const kind = field('event')
  const data = field('data')
  if (kind === undefined || data === undefined) return undefined
  const parsed: unknown = JSON.parse(data)
  return { kind, data: typeof parsed === 'object' && parsed !== null ? { ...parsed } : {} }
}
