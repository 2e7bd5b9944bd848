import { beforeEach, describe, expect, test } from 'vitest'
import type { LiveEnvelope } from '../api/types.ts'
import { live } from '../testing/samples.ts'
import { type LiveState, LiveStream, type LiveWorld } from './live-stream.ts'

/** The part of EventSource that the stream uses, driven by the test. */
class Source extends EventTarget {
  onopen: (() => void) | null = null
  onerror: (() => void) | null = null
  closed = false
  readonly url: string

  constructor(url: string) {
    super()
    this.url = url
  }

  close(): void {
    this.closed = true
  }

  say(kind: string, data: unknown): void {
    this.dispatchEvent(new MessageEvent(kind, { data: JSON.stringify(data) }))
  }
}

let sources: Source[]
let timers: Map<number, { run: () => void; ms: number }>
let states: LiveState[]
let batches: (readonly LiveEnvelope[])[]
let gaps: number
let stream: LiveStream

const world: LiveWorld = {
  open: (url) => {
    const source = new Source(url)
    sources.push(source)
    return source as unknown as EventSource
  },
  setTimeout: (run, ms) => {
    const id = timers.size + 1
    timers.set(id, { run, ms })
    return id
  },
  clearTimeout: (id) => void timers.delete(id),
  random: () => 1,
}

/** Lets every timer run out; says how long each was. */
function runTimers(): number[] {
  const due = [...timers.values()]
  timers.clear()
  for (const { run } of due) run()
  return due.map(({ ms }) => ms)
}

const latest = (): Source => {
  const source = sources.at(-1)
  if (source === undefined) throw new Error('nothing was opened')
  return source
}

beforeEach(() => {
  sources = []
  timers = new Map()
  states = []
  batches = []
  gaps = 0
  stream = new LiveStream(
    'CS 1',
    {
      onState: (s) => states.push(s),
      onEvents: (e) => batches.push(e),
      onGap: () => {
        gaps += 1
      },
    },
    world,
  )
})

describe('the live stream', () => {
  test('follows one station when asked to', () => expect(latest().url).toBe('/api/v1/live?stationId=CS%201'))

  test('hands over events that come together in one go, within a tenth of a second', () => {
    latest().onopen?.()
    const event = live({ kind: 'station-changed' })
    latest().say('station-changed', event)
    latest().say('station-changed', event)
    expect(batches).toEqual([])
    expect(runTimers()).toEqual([100])
    expect(batches).toEqual([[event, event]])
  })

  test('connects again when the connection breaks, later each time, and then asks for what it missed', () => {
    latest().onopen?.()
    expect(gaps).toBe(0)
    latest().onerror?.()
    expect(latest().closed).toBe(true)
    expect(runTimers()).toEqual([500])
    latest().onerror?.()
    expect(runTimers()).toEqual([1_000])
    expect(sources).toHaveLength(3)
    latest().onopen?.()
    expect(states).toEqual(['live', 'reconnecting', 'reconnecting', 'live'])
    expect(gaps).toBe(1)
  })

  test('asks for everything again when the platform says that it dropped something', () => {
    latest().onopen?.()
    latest().say('resync', {})
    expect(gaps).toBe(1)
  })

  test('leaves no connection and no timer behind', () => {
    latest().onopen?.()
    latest().say('station-changed', live({ kind: 'station-changed' }))
    stream.close()
    expect(latest().closed).toBe(true)
    expect(timers.size).toBe(0)
  })
})
