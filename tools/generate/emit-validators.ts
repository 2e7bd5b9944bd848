import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { emitJudges } from './emit-judges.ts'
import type { Message, SchemaSet } from './ocpp-schemas.ts'

const schemasFolder = fileURLToPath(new URL('../../src/ocpp/schemas/', import.meta.url))

/** An ES module with one ready-made function for each message of a version: no validation code is made at run time. */
export async function emitValidators(set: SchemaSet): Promise<string> {
  return bundle(`${emitJudges(set)}\n${emitTable(set.messages)}`)
}

/** The schemas as plain data, for whoever has to say what is wrong with a payload and where. */
export function emitSchemas({ messages, definitions }: SchemaSet): string {
  const data = { definitions, messages: Object.fromEntries(messages.map(({ name, schema }) => [name, schema])) }
  return `export const schemas = JSON.parse(${JSON.stringify(JSON.stringify(data))})\n`
}

function emitTable(messages: readonly Message[]): string {
  const actions = new Map<string, string[]>()
  for (const { action, direction, name } of messages) {
    actions.set(action, [...(actions.get(action) ?? []), `${direction}: is${name}`])
  }
  return `export const validators = {\n${[...actions].map(([action, names]) => `  ${action}: { ${names.join(', ')} },`).join('\n')}\n}`
}

async function bundle(source: string): Promise<string> {
  const result = await build({
    stdin: { contents: source, resolveDir: schemasFolder, loader: 'js' },
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'neutral',
    mainFields: ['main'],
    target: 'node24',
    treeShaking: true,
    minifyWhitespace: true,
    minifySyntax: true,
  })
  return result.outputFiles[0]?.text ?? ''
}
