/** The known name that a misspelt one most likely means, or undefined when none is near. */
export function nearest(name: string, known: readonly string[]): string | undefined {
  const limit = Math.max(2, Math.floor(name.length / 3))
  const ranked = known
    .map((candidate) => ({ candidate, distance: editDistance(name.toLowerCase(), candidate.toLowerCase()) }))
    .sort((a, b) => a.distance - b.distance)
  const best = ranked[0]
  return best !== undefined && best.distance <= limit ? best.candidate : undefined
}

/** Letters to put in, take out or change to turn `a` into `b` (Levenshtein). */
export function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, column) => column)
  for (const [index, letter] of [...a].entries()) {
    let diagonal = row[0] ?? 0
    const next = [index + 1]
    for (const [column, other] of [...b].entries()) {
      const above = row[column + 1] ?? 0
      const cost = letter === other ? 0 : 1
      next.push(Math.min(above + 1, (next[column] ?? 0) + 1, diagonal + cost))
      diagonal = above
    }
    row = next
  }
  return row[b.length] ?? 0
}
