import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { AppError, type Bus, type BusPayload, type ManualClock } from '#kernel'

/** A bus under test, its clock, and how one waits until what was said has arrived. */
export interface BusUnderTest {
  readonly bus: Bus
  readonly clock: ManualClock
  /** Resolves when everything published before has been delivered. */
  settled(): Promise<void>
}

/** What every bus must do; each implementation runs it over itself. */
export function busContract(name: string, makeBus: () => Promise<BusUnderTest>): void {
  describe(`${name} keeps the contract of the bus`, () => {
    let under: BusUnderTest
    beforeEach(async () => {
      under = await makeBus()
    })
    afterEach(() => under.bus.close())
    subjects(() => under)
    requests(() => under)
    streams(() => under)
  })
}

const say = (n: number): BusPayload => ({ version: 1, n })

function subjects(under: () => BusUnderTest): void {
  const hear = async (pattern: string, subjects: string[]) => {
    const { bus, settled } = under()
    const heard: string[] = []
    bus.subscribe(pattern, (_, subject) => heard.push(subject))
    for (const subject of subjects) bus.publish(subject, say(0))
    await settled()
    return heard
  }
  const said = ['station.A', 'station.A.status', 'station.B.status', 'station.B.status.late', 'other.A.status']

  test.each([
    ['station.A.status', ['station.A.status']],
    ['station.*.status', ['station.A.status', 'station.B.status']],
    ['*.A.*', ['station.A.status', 'other.A.status']],
    ['station.>', ['station.A', 'station.A.status', 'station.B.status', 'station.B.status.late']],
    ['station.B.status.>', ['station.B.status.late']],
    ['>', said],
  ])('who listens to %s hears %j', async (pattern, expected) => {
    expect(await hear(pattern, said)).toEqual(expected)
  })

  test('each subscriber hears everything once, in the order it was said, from its subscription until it stops', async () => {
    const { bus, settled } = under()
    const heard: unknown[] = []
    bus.publish('a.b', say(0))
    const first = bus.subscribe('a.b', ({ n }) => heard.push(['first', n]))
    bus.subscribe('a.*', ({ n }) => heard.push(['second', n]))
    for (const n of [1, 2, 3]) bus.publish('a.b', say(n))
    await settled()
    first.stop()
    bus.publish('a.b', say(4))
    await settled()
    const of = (name: string) => heard.filter((item) => Array.isArray(item) && item[0] === name)
    expect(of('first')).toEqual([1, 2, 3].map((n) => ['first', n]))
    expect(of('second')).toEqual([1, 2, 3, 4].map((n) => ['second', n]))
  })

  test('a subscriber that throws costs nobody else', async () => {
    const { bus, settled } = under()
    const heard: unknown[] = []
    bus.subscribe('a', () => {
      throw new Error('a bug of mine')
    })
    bus.subscribe('a', ({ n }) => heard.push(n))
    bus.publish('a', say(1))
    await settled()
    expect(heard).toEqual([1])
  })

  test('a subscriber is never called while the publisher still speaks', async () => {
    const { bus, settled } = under()
    let speaking = true
    const heard: boolean[] = []
    bus.subscribe('a', () => heard.push(speaking))
    bus.publish('a', say(1))
    speaking = false
    await settled()
    expect(heard).toEqual([false])
  })

  test('whoever is about to speak can ask whether anybody listens', () => {
    const { bus } = under()
    const exact = bus.subscribe('a.b', () => {})
    const wild = bus.subscribe('x.*.z', () => {})
    expect(['a.b', 'x.y.z', 'x.y'].map((subject) => bus.hasSubscribers(subject))).toEqual([true, true, false])
    exact.stop()
    wild.stop()
    expect(['a.b', 'x.y.z'].map((subject) => bus.hasSubscribers(subject))).toEqual([false, false])
  })

  test.each(['', 'a..b', '.a', 'a.', 'a.>.b'])('nobody can listen to %j', (pattern) => {
    expect(() => under().bus.subscribe(pattern, () => {})).toThrow(AppError)
  })

  test.each(['', 'a..b', '.a', 'a.', 'a.*', '>'])('nobody can speak on %j', (subject) => {
    expect(() => under().bus.publish(subject, say(1))).toThrow(AppError)
  })
}

function requests(under: () => BusUnderTest): void {
  test('a request gets its answer', async () => {
    const { bus } = under()
    bus.answer('double', async ({ n }) => say(Number(n) * 2))
    const answers = await Promise.all([1, 2, 3].map((n) => bus.request('double', say(n), 1_000)))
    expect(answers).toEqual([2, 4, 6].map(say))
  })

  test('a request nobody answers is unavailable at once', async () => {
    await expect(under().bus.request('nobody', say(1), 1_000)).rejects.toMatchObject({ code: 'unavailable' })
  })

  test('a request whose answer does not come in time is a timeout', async () => {
    const { bus, clock, settled } = under()
    bus.answer('silent', () => new Promise(() => {}))
    const request = bus.request('silent', say(1), 1_000)
    const outcome = expect(request).rejects.toMatchObject({ code: 'timeout' })
    await settled()
    clock.advance(1_000)
    await outcome
  })

  test('the newest answerer of a subject wins, and the end of an older one changes nothing', async () => {
    const { bus } = under()
    const older = bus.answer('who', async () => say(1))
    const newer = bus.answer('who', async () => say(2))
    expect(await bus.request('who', say(0), 1_000)).toEqual(say(2))
    older.stop()
    expect(await bus.request('who', say(0), 1_000)).toEqual(say(2))
    newer.stop()
    await expect(bus.request('who', say(0), 1_000)).rejects.toMatchObject({ code: 'unavailable' })
  })

  test('a failure reaches whoever asked with its code; a bug as internal, without its words', async () => {
    const { bus } = under()
    bus.answer('refuses', () => Promise.reject(new AppError('conflict', 'not now', { why: 'busy' })))
    bus.answer('broken', () => Promise.reject(new Error('secret')))
    await expect(bus.request('refuses', say(0), 1_000)).rejects.toMatchObject({
      code: 'conflict',
      message: 'not now',
      details: { why: 'busy' },
    })
    await expect(bus.request('broken', say(0), 1_000)).rejects.toMatchObject({
      code: 'internal',
      message: expect.not.stringContaining('secret'),
    })
  })

  test('closing ends what is open as unavailable', async () => {
    const { bus, settled } = under()
    bus.answer('silent', () => new Promise(() => {}))
    const request = bus.request('silent', say(1), 1_000)
    const outcome = expect(request).rejects.toMatchObject({ code: 'unavailable' })
    await settled()
    await bus.close()
    await outcome
    await expect(bus.request('silent', say(1), 1_000)).rejects.toMatchObject({ code: 'unavailable' })
  })
}

function streams(under: () => BusUnderTest): void {
  /** Consumes until `count` entries were handled. */
  const take = (stream: string, consumer: string, count: number) =>
    new Promise<unknown[]>((resolve) => {
      const taken: unknown[] = []
      const subscription = under().bus.consume(stream, consumer, async ({ n }) => {
        taken.push(n)
        if (taken.length < count) return
        subscription.stop()
        resolve(taken)
      })
    })

  test('a consumer reads a stream from its beginning, in order, and what comes later', async () => {
    const { bus } = under()
    for (const n of [1, 2, 3]) await bus.append('bills', say(n))
    await bus.append('others', say(99))
    const taken = take('bills', 'a', 5)
    await bus.append('bills', say(4))
    await bus.append('bills', say(5))
    expect(await taken).toEqual([1, 2, 3, 4, 5])
  })

  test('appends that are under way together all arrive, once each', async () => {
    const { bus } = under()
    const numbers = Array.from({ length: 250 }, (_, n) => n)
    await Promise.all(numbers.map((n) => bus.append(n % 2 === 0 ? 'even' : 'odd', say(n))))
    const [even, odd] = await Promise.all([take('even', 'a', 125), take('odd', 'a', 125)])
    expect([...even, ...odd].sort((a, b) => Number(a) - Number(b))).toEqual(numbers)
  })

  test('each consumer has a position of its own', async () => {
    const { bus } = under()
    await bus.append('bills', say(1))
    expect(await take('bills', 'a', 1)).toEqual([1])
    await bus.append('bills', say(2))
    expect(await take('bills', 'b', 2)).toEqual([1, 2])
  })

  test('an entry is done when its handling resolves: one that fails comes again, before the next', async () => {
    const { bus, clock } = under()
    for (const n of [1, 2]) await bus.append('bills', say(n))
    const tried: unknown[] = []
    let failed: () => void = () => {}
    const firstFailure = new Promise<void>((resolve) => {
      failed = resolve
    })
    const all = new Promise<void>((resolve) => {
      bus.consume('bills', 'a', async ({ n }) => {
        tried.push(n)
        if (tried.length === 1) {
          failed()
          throw new Error('not yet')
        }
        if (n === 2) resolve()
      })
    })
    await firstFailure
    await pass(clock, all)
    expect(tried).toEqual([1, 1, 2])
  })
}

/** Lets time pass, in small steps, until `done`. */
async function pass(clock: ManualClock, done: Promise<void>): Promise<void> {
  let waiting = true
  done.finally(() => {
    waiting = false
  })
  while (waiting) {
    clock.advance(50)
    await new Promise((resolve) => setImmediate(resolve))
  }
}
