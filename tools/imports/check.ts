import { posix } from 'node:path'
import { findCycles } from './cycles.ts'
import { isCovered, isTest, moduleOf, packageOf, resolveAlias } from './modules.ts'
import {
  COMPUTED_IMPORT_ONLY_IN,
  CONSOLE_MAY_IMPORT,
  CONSOLE_MAY_IMPORT_TYPES,
  EMPTY_WORDS,
  FILE_NAME,
  LINE_LIMIT,
  MAY_IMPORT,
  PLACES,
  SQL_ONLY_IN,
  STAND_INS,
  TESTS_MAY_ALSO_IMPORT,
  TOOLS,
} from './rules.ts'
import { type Import, scan } from './scan.ts'

export interface Tree {
  /** Text of every file by its path in the work tree. */
  readonly files: ReadonlyMap<string, string>
  /** "imports" of package.json. */
  readonly aliases: Readonly<Record<string, string>>
  /** Packages package.json declares, and those of console/package.json. */
  readonly packages: readonly string[]
  readonly consolePackages: readonly string[]
}

export interface Violation {
  readonly path: string
  readonly line?: number
  readonly message: string
}

interface Edge {
  readonly from: string
  readonly to: string
  readonly typeOnly: boolean
}

/** Everything in the tree that breaks the house plan. */
export function check(tree: Tree): Violation[] {
  const violations: Violation[] = []
  const edges: Edge[] = []
  if (![...tree.files.keys()].some((path) => path.startsWith('src/'))) {
    violations.push({ path: 'src', message: 'no file was read: a check that saw nothing vouches for nothing' })
  }
  for (const [path, source] of tree.files) {
    const { imports, sqlLines, lineCount } = scan(path, source)
    const name = posix.basename(path)
    if (!FILE_NAME.test(name) || EMPTY_WORDS.test(name)) {
      violations.push({ path, message: 'is not named, in kebab-case, after the one thing it holds' })
    }
    if (lineCount > LINE_LIMIT) {
      violations.push({
        path,
        message: `is ${lineCount} lines long; more than ${LINE_LIMIT} is two things in one file`,
      })
    }
    for (const line of isTest(path) || TOOLS.test(path) || SQL_ONLY_IN.test(path) ? [] : sqlLines) {
      violations.push({ path, line, message: 'writes SQL, which belongs in src/storage, a *-store.ts or a *-view.ts' })
    }
    if (TOOLS.test(path)) continue
    for (const each of imports) {
      const judged = judge(path, each, tree)
      if (typeof judged === 'string') violations.push({ path, line: each.line, message: judged })
      else if (judged !== undefined) edges.push(judged)
    }
  }
  return [...violations, ...cyclesAmong(edges)]
}

/** An edge to another file of ours, a complaint, or undefined for a package that is in its place. */
function judge(path: string, { specifier, typeOnly }: Import, tree: Tree): Edge | string | undefined {
  if (specifier === undefined) {
    return COMPUTED_IMPORT_ONLY_IN.test(path) ? undefined : 'imports a computed name, which nothing can check'
  }
  if (specifier.startsWith('.')) {
    const to = posix.join(posix.dirname(path), specifier)
    const [from, target] = [moduleOf(path), moduleOf(to)]
    if (from === target || (isTest(path) && STAND_INS.test(to))) return { from: path, to, typeOnly }
    return `reaches into ${target} by ${specifier}; enter a module by its #name only`
  }
  if (specifier.startsWith('#')) return judgeAlias(path, specifier, typeOnly, tree)
  if (specifier.startsWith('node:')) {
    return path.startsWith('console/src/') && !isTest(path) ? `imports ${specifier}, which no browser has` : undefined
  }
  return judgePackage(path, packageOf(specifier), tree)
}

function judgeAlias(path: string, specifier: string, typeOnly: boolean, tree: Tree): Edge | string {
  const from = moduleOf(path)
  const to = resolveAlias(specifier, tree.aliases)
  if (to === undefined) return `imports ${specifier}, which package.json does not map to anything`
  const target = moduleOf(to)
  if (from === 'console') {
    const seen = typeOnly ? [...CONSOLE_MAY_IMPORT, ...CONSOLE_MAY_IMPORT_TYPES] : CONSOLE_MAY_IMPORT
    if (isCovered(target, seen)) return { from: path, to, typeOnly }
    return `imports ${specifier}; the console sees no module of the server, and of the API client its types alone`
  }
  if (target === from && !isTest(path)) return `enters its own module by ${specifier}; use a relative path`
  const allowed = MAY_IMPORT[from] ?? MAY_IMPORT[from.split('/')[0] ?? '']
  if (allowed === undefined) return `belongs to ${from}, which is no module of the house plan`
  if (target === 'test')
    return isTest(path) ? { from: path, to, typeOnly } : `imports ${specifier}, which is for tests only`
  if (isCovered(target, isTest(path) ? [...allowed, ...TESTS_MAY_ALSO_IMPORT] : allowed))
    return { from: path, to, typeOnly }
  return `imports ${specifier}; ${from} may import ${allowed.join(', ') || 'nothing'}`
}

function judgePackage(path: string, name: string, tree: Tree): string | undefined {
  const inConsole = path.startsWith('console/')
  const declared = inConsole ? tree.consolePackages : tree.packages
  const tools = isTest(path) ? tree.packages : []
  if (![...declared, ...tools].includes(name)) {
    return `imports ${name}, which ${inConsole ? 'console/' : ''}package.json does not declare`
  }
  if (isTest(path)) return undefined
  if (moduleOf(path) === 'kernel') return `imports ${name}; the kernel imports nothing`
  const place = PLACES.find(({ packages }) => packages.test(name))
  return place === undefined || place.only.test(path)
    ? undefined
    : `imports ${name} outside its place (${place.only.source})`
}

/** Modules may not form a ring at all, files not even within a module; types alone make no ring of files. */
function cyclesAmong(edges: readonly Edge[]): Violation[] {
  const own = edges.filter(({ from }) => !isTest(from))
  const modules = graph(own.map(({ from, to }) => [moduleOf(from), moduleOf(to)]))
  const files = graph(own.filter(({ typeOnly }) => !typeOnly).map(({ from, to }) => [from, to]))
  const named = (cycle: string[], what: string) => ({
    path: cycle[0] ?? '',
    message: `is part of a ring of ${what}: ${[...cycle, cycle[0]].join(' → ')}`,
  })
  return [
    ...findCycles(modules).map((cycle) => named(cycle, 'modules')),
    ...findCycles(files).map((cycle) => named(cycle, 'files')),
  ]
}

function graph(pairs: readonly (readonly [string, string])[]): Map<string, Set<string>> {
  const edges = new Map<string, Set<string>>()
  for (const [from, to] of pairs) if (from !== to) edges.set(from, (edges.get(from) ?? new Set()).add(to))
  return edges
}
