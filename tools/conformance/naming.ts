export const OCPP_VERSIONS = ['ocpp1.5', 'ocpp1.6', 'ocpp2.0.1', 'ocpp2.1'] as const

export type OcppVersion = (typeof OCPP_VERSIONS)[number]

/**
 * True when the name of a test bears an id, and not merely a longer one of which it is a part. Of a range it bears the
 * first alone. The ids of the whitepaper for 1.6 are those of 2.x with other meanings, so a test names them with `1.6-sec`.
 */
export function bears(name: string, id: string): boolean {
  let at = name.indexOf(id)
  while (at >= 0) {
    const before = name.slice(0, at)
    const after = name.slice(at + id.length)
    if (!/[\w.§-]$/.test(before) && !before.endsWith('1.6-sec ') && !/^(?:\w|\.\d|\/\d)/.test(after)) return true
    at = name.indexOf(id, at + 1)
  }
  return false
}

const spoken = /(?<![\w.§/])(?:ocpp)?(1\.5|1\.6|2\.0\.1|2\.1|2\.x)(?!\w|\.\d|-J|-S|-sec| §)/g

/** True when a test that names versions names this one, or names none at all. `2.x` are both that begin so. */
export function speaksOf(name: string, version: OcppVersion): boolean {
  const versions = [...name.matchAll(spoken)].map(([, found]) => found)
  if (versions.length === 0) return true
  return versions.some((found) => `ocpp${found}` === version || (found === '2.x' && version.startsWith('ocpp2.')))
}

/** Ids of clauses and official test cases in a name, known or not. */
export function idsIn(name: string): string[] {
  return (
    name.match(
      /(?<![\w.])(?:(?:1\.6|1\.6-J|1\.6-S|2\.0\.1-J|2\.1-J) §[\d.]*\d(?:\/\d+)?|1\.6-sec \w+\.FR\.\d+|1\.5 [A-Z][a-z]+[A-Z]\w+|TC_\w+)/g,
    ) ?? []
  )
}
