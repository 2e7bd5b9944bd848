import { posix } from 'node:path'
import { MODULES_INSIDE } from './rules.ts'

/** `src/domain/tokens/token.ts` → `domain/tokens`; `test/e2e/x.ts` → `test`; `console/src/x.tsx` → `console`. */
export function moduleOf(path: string): string {
  const parts = path.split('/')
  if (parts[0] !== 'src') return parts[0] ?? path
  const [, first = '', second = '', rest] = parts
  return MODULES_INSIDE.includes(first) && rest !== undefined ? `${first}/${second}` : first
}

export function isTest(path: string): boolean {
  return path.startsWith('test/') || /\.test\.tsx?$/.test(path)
}

/** True when `module` is one of `names` or lies below one. */
export function isCovered(module: string, names: readonly string[]): boolean {
  return names.some((name) => name === '*' || module === name || module.startsWith(`${name}/`))
}

/** Where a `#…` specifier leads by package.json's "imports", or undefined when it leads nowhere. */
export function resolveAlias(specifier: string, aliases: Readonly<Record<string, string>>): string | undefined {
  for (const [pattern, target] of Object.entries(aliases)) {
    const [head = '', tail] = pattern.split('*')
    if (tail === undefined && specifier === pattern) return posix.normalize(target)
    if (tail === undefined || !specifier.startsWith(head) || !specifier.endsWith(tail)) continue
    const middle = specifier.slice(head.length, specifier.length - tail.length)
    if (middle !== '') return posix.normalize(target.replaceAll('*', middle))
  }
  return undefined
}

/** `@scope/name/deep` → `@scope/name`; `name/deep` → `name`. */
export function packageOf(specifier: string): string {
  const parts = specifier.split('/')
  return parts.slice(0, specifier.startsWith('@') ? 2 : 1).join('/')
}
