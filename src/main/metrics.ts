import { Counter, collectDefaultMetrics, Gauge, Histogram, type Metric, Registry } from 'prom-client'
import type { Labels, Metrics } from '#kernel'

const PREFIX = 'chargewright_'

/** Different values of one figure's labels that are kept apart; what comes after is summed up as `other`. */
export const SERIES_LIMIT = 500

export interface MetricsRegistry {
  readonly metrics: Metrics
  /** Content type of `text`. */
  readonly contentType: string
  /** Everything measured so far, in Prometheus' text format. */
  text(): Promise<string>
}

export interface MetricsOptions {
  /** Also measure the process itself: memory, CPU, event loop, garbage collection. */
  readonly ofProcess?: boolean
}

/** What was counted under some labels since somebody last asked. */
interface Count<L extends string> {
  by: number
  readonly values: Labels<L> | undefined
}

/** The program's figures. Every name gets the prefix `chargewright_`; asking for a name again gives the same figure. */
export function openMetrics({ ofProcess = false }: MetricsOptions = {}): MetricsRegistry {
  const registry = new Registry()
  if (ofProcess) collectDefaultMetrics({ register: registry, prefix: PREFIX })
  const known = new Map<string, Metric>()
  // Counting happens for every message: it is kept here cheaply, and poured over when somebody asks.
  const pour = new Set<() => void>()

  function once<M extends Metric>(kind: new (...args: never[]) => M, name: string, make: (name: string) => M): M {
    const existing = known.get(name) ?? make(checkedName(name))
    if (!(existing instanceof kind)) throw new TypeError(`The figure ${name} is already one of another kind`)
    known.set(name, existing)
    return existing
  }

  const metrics: Metrics = {
    counter(name, help, labels = []) {
      if (!name.endsWith('_total')) throw new TypeError(`A counter's name ends in _total, unlike ${name}`)
      const make = (full: string) =>
        new Counter({ name: full, help, labelNames: namesOf(labels), registers: [registry] })
      const tally = once(Counter, name, make)
      const bounded = boundedLabels(labels)
      const counts = new Map<string, Count<(typeof labels)[number]>>()
      // Whoever counts one thing again and again hands over the same labels.
      let latest: Count<(typeof labels)[number]> | undefined
      pour.add(() => {
        for (const { by, values } of counts.values()) tally.inc(bounded(values), by)
        counts.clear()
        latest = undefined
      })
      function countOf(values: Labels<(typeof labels)[number]> | undefined) {
        const key = keyOf(labels, values)
        const known = counts.get(key)
        if (known !== undefined || counts.size >= SERIES_LIMIT) return known
        const fresh = { by: 0, values }
        counts.set(key, fresh)
        return fresh
      }
      return {
        add(by = 1, values) {
          if (latest === undefined || latest.values !== values) latest = countOf(values)
          if (latest === undefined) tally.inc(bounded(values), by)
          else latest.by += by
        },
      }
    },
    gauge(name, help, labels = []) {
      const make = (full: string) => new Gauge({ name: full, help, labelNames: namesOf(labels), registers: [registry] })
      const gauge = once(Gauge, name, make)
      const bounded = boundedLabels(labels)
      return { set: (value, values) => gauge.set(bounded(values), value) }
    },
    histogram(name, help, buckets, labels = []) {
      const settings = { help, buckets: [...buckets], labelNames: namesOf(labels), registers: [registry] }
      const histogram = once(Histogram, name, (full) => new Histogram({ name: full, ...settings }))
      const bounded = boundedLabels(labels)
      return { observe: (value, values) => histogram.observe(bounded(values), value) }
    },
  }
  return {
    metrics,
    contentType: registry.contentType,
    text() {
      for (const empty of pour) empty()
      return registry.metrics()
    },
  }
}

function keyOf<L extends string>(labels: readonly L[], values: Labels<L> | undefined): string {
  const [only] = labels
  if (only === undefined || values === undefined) return ''
  if (labels.length === 1) return values[only] ?? ''
  return labels.map((label) => values[label] ?? '').join('\0')
}

function checkedName(name: string): string {
  if (!/^[a-z][a-z0-9]*(_[a-z0-9]+)*$/.test(name)) throw new TypeError(`${name} is no name for a figure`)
  return PREFIX + name
}

function namesOf(labels: readonly string[]): string[] {
  return [...labels]
}

/** Labels come from closed lists; should one ever hold what a peer says, memory stays bounded all the same. */
function boundedLabels<L extends string>(labels: readonly L[]): (values?: Labels<L>) => Record<string, string> {
  if (labels.length === 0) return () => ({})
  const seen = new Set<string>()
  return (values) => {
    const given: Record<string, string> = {}
    for (const label of labels) given[label] = values?.[label] ?? ''
    const key = Object.values(given).join('\0')
    if (!seen.has(key)) {
      if (seen.size >= SERIES_LIMIT) return Object.fromEntries(labels.map((label) => [label, 'other']))
      seen.add(key)
    }
    return given
  }
}
