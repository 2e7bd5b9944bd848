import { createContext, useContext } from 'react'
import type { Proposals } from './proposals.ts'

/** What every field of a form may look at. */
export interface Filling {
  readonly proposals: Omit<Proposals, 'values'>
  /** What is wrong, by the path of the field. */
  readonly faults: ReadonlyMap<string, string>
}

export const FillingContext = createContext<Filling>({
  proposals: { shown: new Set(), shownInside: new Set(), choices: {}, suggestions: {} },
  faults: new Map(),
})
export const useFilling = (): Filling => useContext(FillingContext)

/** `has to be at least 1` as a sentence of its own. */
export function sentence(problem: string | undefined): string | undefined {
  return problem && `${problem.charAt(0).toUpperCase()}${problem.slice(1)}`
}
