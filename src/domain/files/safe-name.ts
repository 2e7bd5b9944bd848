/** A name as a station gives it, fit to be shown and saved under; undefined when nothing is left of it. */
export function safeName(name: string): string | undefined {
  const safe = name.replace(/[^\w.()+ -]/g, '_').slice(0, 120)
  return /\w/.test(safe) ? safe : undefined
}
