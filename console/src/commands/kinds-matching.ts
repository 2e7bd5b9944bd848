import type { CommandKindInfo, StationProtocol } from '../api/types.ts'

/**
 * The commands that have every word that was typed: those with the words in their name first, then those with them in
 * topic or meaning. Each by topic, and within a topic what the station's version lacks last.
 */
export function kindsMatching(
  kinds: readonly CommandKindInfo[],
  text: string,
  protocol: StationProtocol | undefined,
): readonly CommandKindInfo[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  const has = (said: string) => words.every((word) => said.toLowerCase().includes(word))
  const topics = [...new Set(kinds.map(({ topic }) => topic))]
  return kinds
    .filter(({ kind, title, topic, description }) => has(`${title} ${kind} ${topic} ${description}`))
    .map((kind) => {
      const named = has(`${kind.title} ${kind.kind}`) ? 0 : 1
      const lacks = protocol !== undefined && kind.lacking[protocol] !== undefined ? 1 : 0
      return { kind, rank: [named, topics.indexOf(kind.topic), lacks] }
    })
    .toSorted((a, b) => a.rank.map((each, at) => each - (b.rank[at] ?? 0)).find((difference) => difference !== 0) ?? 0)
    .map(({ kind }) => kind)
}
