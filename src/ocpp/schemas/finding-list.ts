import type { Finding, Rule } from './finding.ts'

/** How many different findings are kept of one payload; a peer chooses how many there are. */
export const FINDING_LIMIT = 32

export type Path = readonly (string | number)[]

/** Findings of one kind. The same rule broken at the same place of every element of a list is one of them. */
export class FindingList {
  readonly #findings: (Finding & { times: number })[] = []
  readonly #byPlace = new Map<string, { times: number }>()

  get all(): readonly Finding[] {
    return this.#findings
  }

  add(path: Path, rule: Rule, description: string): void {
    const place = path.map((step) => (typeof step === 'number' ? '' : step)).join('/')
    const named = rule === 'required' || rule === 'additionalProperties'
    const key = `${place} ${named ? description : rule}`
    const known = this.#byPlace.get(key)
    if (known !== undefined) known.times += 1
    else if (this.#findings.length < FINDING_LIMIT) {
      const finding = { path: pointer(path), rule, description, times: 1 }
      this.#byPlace.set(key, finding)
      this.#findings.push(finding)
    }
  }
}

function pointer(path: Path): string {
  return path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
}
