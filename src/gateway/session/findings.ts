import type { Deviation, Violation } from '#ocpp/schemas'

/** What deviates, for people to read. */
export function describeFindings(findings: readonly (Deviation | Violation)[]): string {
  return findings
    .map(({ path, description, times }) => {
      const where = path === '' ? '' : `${path}: `
      return `${where}${description}${times > 1 ? ` (${times} times)` : ''}`
    })
    .join('; ')
}
