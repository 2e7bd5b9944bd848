import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { OcppVersion } from './naming.ts'

/** What the specification demands of us in one place, in our own words. */
export interface Clause {
  readonly id: string
  readonly demands: string
  /** The ids whose tests prove it: its own, and those of the same demand elsewhere. */
  readonly provenBy: readonly string[]
  /** Why no test can prove it. */
  readonly notProvable?: string
}

/** The clauses of one document. */
export interface Part {
  readonly title: string
  readonly clauses: readonly Clause[]
}

export interface Catalogue {
  readonly version: OcppVersion
  readonly parts: readonly Part[]
}

interface WrittenPart {
  readonly title: string
  /** Takes over a part of another version, the first unless another is named, but for these. */
  readonly like?: { readonly version: OcppVersion; readonly part?: string; readonly without: readonly string[] }
  readonly clauses: Readonly<Record<string, string>>
  /** Ids of the same demand elsewhere. */
  readonly as?: Readonly<Record<string, readonly string[]>>
  readonly notProvable?: Readonly<Record<string, string>>
}

/** Reads what binds us in one version. @throws Error when a note is about a clause that is not there. */
export function readCatalogue(folder: string, version: OcppVersion): Catalogue {
  const written: { readonly parts: readonly WrittenPart[] } = JSON.parse(
    readFileSync(join(folder, `${version}.json`), 'utf8'),
  )
  return { version, parts: written.parts.map((part) => readPart(folder, part)) }
}

function clausesLike(folder: string, { version, part }: NonNullable<WrittenPart['like']>): readonly Clause[] {
  const { parts } = readCatalogue(folder, version)
  const found = part === undefined ? parts[0] : parts.find(({ title }) => title === part)
  if (found === undefined) throw new Error(`${version} has no part ${part}`)
  return found.clauses
}

function readPart(folder: string, part: WrittenPart): Part {
  const { title, like, clauses, as = {}, notProvable = {} } = part
  const stray = [...Object.keys(as), ...Object.keys(notProvable)].filter((id) => clauses[id] === undefined)
  if (stray.length > 0) throw new Error(`${title} has no ${stray.join(', ')}`)
  const taken = like === undefined ? [] : clausesLike(folder, like)
  const own = Object.entries(clauses).map(([id, demands]): Clause => {
    const reason = notProvable[id]
    const provenBy = [id, ...(as[id] ?? [])]
    return reason === undefined ? { id, demands, provenBy } : { id, demands, provenBy, notProvable: reason }
  })
  const all = [...taken.filter(({ id }) => !like?.without.includes(id)), ...own]
  return { title, clauses: like === undefined ? all : all.sort((a, b) => (a.id < b.id ? -1 : 1)) }
}
