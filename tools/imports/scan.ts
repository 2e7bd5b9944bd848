import { parseSync, Visitor } from 'rolldown/utils'

/** One place where a file names another. `specifier` is undefined when it is computed and so cannot be checked. */
export interface Import {
  readonly specifier: string | undefined
  /** True when nothing of it is left at run time. */
  readonly typeOnly: boolean
  readonly line: number
}

export interface Scan {
  readonly imports: readonly Import[]
  /** Lines where SQL is written: a `sql` template, or a string that reads like a statement. */
  readonly sqlLines: readonly number[]
  readonly lineCount: number
}

const STATEMENT =
  /^\s*(?:INSERT INTO|DELETE FROM|TRUNCATE TABLE|UPDATE [\w"]+ SET|(?:CREATE|ALTER|DROP) (?:TABLE|INDEX|UNIQUE)|WITH \w+ AS|SELECT\b[\s\S]*\bFROM\b)/

/** SQL keywords in capitals, or the same statement all in small letters; a sentence is neither. */
function readsLikeSql(text: string): boolean {
  return (
    STATEMENT.test(text) || (text === text.toLowerCase() && STATEMENT.test(text.toUpperCase()) && text.includes(' '))
  )
}

/**
 * What a TypeScript or JavaScript file imports and where it writes SQL.
 * @throws Error naming the file when it does not parse: what cannot be read cannot be vouched for.
 */
export function scan(path: string, source: string): Scan {
  const { program, errors } = parseSync(path, source)
  const fault = errors[0]
  if (fault !== undefined) throw new Error(`${path}: ${fault.message}`)

  const lineStarts = [0, ...[...source.matchAll(/\n/g)].map((match) => match.index + 1)]
  const lineAt = (offset: number) => lineStarts.filter((start) => start <= offset).length
  const imports: Import[] = []
  const sqlLines = new Set<number>()
  const add = (specifier: unknown, start: number, typeOnly: boolean) =>
    imports.push({ specifier: typeof specifier === 'string' ? specifier : undefined, typeOnly, line: lineAt(start) })

  new Visitor({
    ImportDeclaration(node) {
      const kinds = node.specifiers.map((each) => (each.type === 'ImportSpecifier' ? each.importKind : 'value'))
      const allTypes = kinds.length > 0 && kinds.every((kind) => kind === 'type')
      add(node.source.value, node.start, node.importKind === 'type' || allTypes)
    },
    ExportAllDeclaration: (node) => add(node.source.value, node.start, node.exportKind === 'type'),
    ExportNamedDeclaration(node) {
      if (node.source !== null) add(node.source.value, node.start, node.exportKind === 'type')
    },
    ImportExpression: (node) => add(plainText(node.source), node.start, false),
    TSImportType: (node) => add(node.source.value, node.start, true),
    TSExternalModuleReference: (node) => add(node.expression.value, node.start, false),
    CallExpression(node) {
      if (node.callee.type !== 'Identifier' || node.callee.name !== 'require') return
      add(node.arguments[0] && plainText(node.arguments[0]), node.start, false)
    },
    TaggedTemplateExpression(node) {
      if (node.tag.type === 'Identifier' && node.tag.name === 'sql') sqlLines.add(lineAt(node.start))
    },
    TemplateLiteral(node) {
      if (readsLikeSql(node.quasis.map((quasi) => quasi.value.raw).join('$'))) sqlLines.add(lineAt(node.start))
    },
    Literal(node) {
      if (typeof node.value === 'string' && readsLikeSql(node.value)) sqlLines.add(lineAt(node.start))
    },
  }).visit(program)

  return { imports, sqlLines: [...sqlLines], lineCount: lineStarts.length - (source.endsWith('\n') ? 1 : 0) }
}

function plainText(node: { type: string; value?: unknown; quasis?: { value: { raw: string } }[] }): unknown {
  if (node.type === 'Literal') return node.value
  if (node.type === 'TemplateLiteral' && node.quasis?.length === 1) return node.quasis[0]?.value.raw
  return undefined
}
