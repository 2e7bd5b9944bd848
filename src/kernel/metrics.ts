/** Figures for the operator. Names carry their unit (`…_seconds`, `…_bytes`, `…_total`), labels come from closed lists. */
export interface Metrics {
  counter<L extends string = never>(name: string, help: string, labels?: readonly L[]): Counter<L>
  gauge<L extends string = never>(name: string, help: string, labels?: readonly L[]): Gauge<L>
  histogram<L extends string = never>(
    name: string,
    help: string,
    buckets: readonly number[],
    labels?: readonly L[],
  ): Histogram<L>
}

export type Labels<L extends string> = Readonly<Partial<Record<L, string>>>

export interface Counter<L extends string> {
  add(by?: number, labels?: Labels<L>): void
}

export interface Gauge<L extends string> {
  set(value: number, labels?: Labels<L>): void
}

export interface Histogram<L extends string> {
  observe(value: number, labels?: Labels<L>): void
}

export const noMetrics: Metrics = {
  counter: () => ({ add: () => {} }),
  gauge: () => ({ set: () => {} }),
  histogram: () => ({ observe: () => {} }),
}
