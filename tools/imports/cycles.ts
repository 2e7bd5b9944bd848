/** The cycles of a directed graph, each as the nodes along it; every cycle found is reported once. */
export function findCycles(edges: ReadonlyMap<string, ReadonlySet<string>>): string[][] {
  const cycles: string[][] = []
  const done = new Set<string>()
  const trail: string[] = []

  const walk = (node: string): void => {
    const at = trail.indexOf(node)
    if (at >= 0) {
      cycles.push(trail.slice(at))
      return
    }
    if (done.has(node)) return
    trail.push(node)
    for (const next of edges.get(node) ?? []) walk(next)
    trail.pop()
    done.add(node)
  }

  for (const node of edges.keys()) walk(node)
  return cycles
}
