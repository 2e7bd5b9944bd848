import { describe, expect, test } from 'vitest'
import { check } from './imports/check.ts'
import { findCycles } from './imports/cycles.ts'
import { scan } from './imports/scan.ts'

const aliases = {
  '#kernel': './src/kernel/index.ts',
  '#storage': './src/storage/index.ts',
  '#ocpp/rpc': './src/ocpp/rpc/index.ts',
  '#domain/*': './src/domain/*/index.ts',
  '#gateway': './src/gateway/index.ts',
  '#api': './src/api/index.ts',
  '#api-client': './src/api-client/index.ts',
  '#json-schema': './src/json-schema/index.ts',
  '#simulator': './src/simulator/index.ts',
  '#main': './src/main/index.ts',
  '#test/*': './test/support/*.ts',
}
const packages = ['ws', 'pg', 'kysely', '@nats-io/jetstream', 'fastify', 'pino', 'prom-client', 'commander', 'vitest']

/** What the checker says about a tree of the given files. */
function complaints(files: Record<string, string>): string[] {
  const tree = { files: new Map(Object.entries(files)), aliases, packages, consolePackages: ['react'] }
  return check(tree).map(({ path, message }) => `${path} ${message}`)
}

describe('imports are found however they are written', () => {
  test.each([
    ["import { a } from 'x'", { specifier: 'x', typeOnly: false, line: 1 }],
    ["import 'x'", { specifier: 'x', typeOnly: false, line: 1 }],
    ["import type { A } from 'x'", { specifier: 'x', typeOnly: true, line: 1 }],
    ["import { type A, type B } from 'x'", { specifier: 'x', typeOnly: true, line: 1 }],
    ["import { type A, b } from 'x'", { specifier: 'x', typeOnly: false, line: 1 }],
    ["\nimport {\n  a,\n  b,\n} from 'x'", { specifier: 'x', typeOnly: false, line: 2 }],
    ["export * from 'x'", { specifier: 'x', typeOnly: false, line: 1 }],
    ["export { a } from 'x'", { specifier: 'x', typeOnly: false, line: 1 }],
    ["export type { A } from 'x'", { specifier: 'x', typeOnly: true, line: 1 }],
    ["const a = await import('x')", { specifier: 'x', typeOnly: false, line: 1 }],
    ['const a = await import(`x`)', { specifier: 'x', typeOnly: false, line: 1 }],
    ["type A = import('x').A", { specifier: 'x', typeOnly: true, line: 1 }],
    ["import a = require('x')", { specifier: 'x', typeOnly: false, line: 1 }],
    ["const a = require('x')", { specifier: 'x', typeOnly: false, line: 1 }],
    ['const a = await import(name)', { specifier: undefined, typeOnly: false, line: 1 }],
  ])('%s', (source, expected) => {
    expect(scan('a.ts', source).imports).toEqual([expected])
  })

  test('what only looks like one is none', () => {
    const source =
      '// import a from "x"\n/* import("x") */\nconst text = "import a from \'x\'"\nconst re = /import "x"/'
    expect(scan('a.ts', source).imports).toEqual([])
  })

  test('a file that does not parse is named', () => {
    expect(() => scan('src/kernel/bad.ts', 'import {')).toThrow('src/kernel/bad.ts')
  })
})

describe('a tree that keeps the house plan', () => {
  test('gets no complaint', () => {
    const tree = {
      'src/kernel/index.ts': "export * from './id.ts'",
      'src/kernel/id.ts': "import { randomBytes } from 'node:crypto'",
      'src/storage/pool.ts': "import pg from 'pg'\nimport { AppError } from '#kernel'",
      'src/domain/tokens/token-store.ts': "import { sql } from 'kysely'\nconst q = sql`SELECT 1 FROM token`",
      'src/domain/tokens/token-store.test.ts':
        "import { database } from '#test/database'\nimport { test } from 'vitest'",
      'src/domain/stations/index.ts': "import { judgeToken } from '#domain/tokens'",
      'src/gateway/index.ts': "import { frames } from '#ocpp/rpc'\nimport { judgeToken } from '#domain/tokens'",
      'src/versions/ocpp9.9/version.ts': "import { judgeToken } from '#domain/tokens'\nimport { open } from '#gateway'",
      'src/main/start.ts': "import { open } from '#gateway'\nimport { serve } from '#api'\nimport { pino } from 'pino'",
      'test/e2e/charge.test.ts': "import { station } from '#simulator'\nimport { database } from '#test/database'",
      'test/e2e/console.test.ts': "import { fakeApi } from '../../console/dev/fake-api.ts'",
      'console/src/api/types.ts': "export type { Station } from '#api-client'",
      'console/src/form.ts': "import { shapeOf } from '#json-schema'",
      'console/src/app.tsx': "import { useState } from 'react'\nexport const App = () => <p>{useState(0)}</p>",
    }
    expect(complaints(tree)).toEqual([])
  })
})

describe('each way to break the house plan is caught', () => {
  test.each<[string, string, string, string]>([
    ['a module not in its list', 'src/domain/tokens/token.ts', "import '#ocpp/rpc'", 'domain/tokens may import'],
    ['an edge in the domain', 'src/domain/tokens/token.ts', "import '#gateway'", 'domain/tokens may import'],
    ['one edge in another', 'src/api/routes/a.ts', "import '#gateway'", 'api may import'],
    ['an edge in another as a type', 'src/api/routes/a.ts', "import type { A } from '#gateway'", 'api may import'],
    ['the domain in the simulator', 'src/simulator/a.ts', "import '#domain/tokens'", 'simulator may import'],
    ['the domain in a test of the simulator', 'src/simulator/a.test.ts', "import '#domain/tokens'", 'simulator may'],
    ['the domain in a wire', 'src/ocpp/rpc/a.ts', "import '#domain/tokens'", 'ocpp/rpc may import'],
    ['storage in the gateway', 'src/gateway/actions/a.ts', "import '#storage'", 'gateway may import'],
    ['anything in the kernel', 'src/kernel/a.ts', "import '#storage'", 'kernel may import nothing'],
    ['a package in the kernel', 'src/kernel/a.ts', "import 'pino'", 'the kernel imports nothing'],
    ['main in anything', 'src/api/a.ts', "import '#main'", 'api may import'],
    ['a version in the domain', 'src/domain/a/a.ts', "import '../../versions/ocpp9/version.ts'", 'into versions/ocpp9'],
    ['a version in the gateway', 'src/gateway/a.ts', "import '../versions/ocpp9/version.ts'", 'into versions/ocpp9'],
    ['a version in another', 'src/versions/ocpp8/version.ts', "import '../ocpp9/schemas.ts'", 'into versions/ocpp9'],
    ['an edge in a version', 'src/versions/ocpp9/version.ts', "import '#api'", 'versions/ocpp9 may import'],
    ['a deep relative path', 'src/gateway/a.ts', "import '../domain/tokens/token.ts'", 'reaches into domain/tokens'],
    ['another noun by path', 'src/domain/tokens/a.ts', "import '../stations/index.ts'", 'reaches into domain/stations'],
    [
      'a deep path from test/',
      'test/e2e/a.test.ts',
      "import '../../src/gateway/session/shell.ts'",
      'reaches into gateway',
    ],
    ['the console from test/', 'test/e2e/a.test.ts', "import '../../console/src/app.tsx'", 'reaches into console'],
    ['its own entry', 'src/gateway/a.ts', "import '#gateway'", 'enters its own module'],
    ['a name that leads nowhere', 'src/gateway/a.ts', "import '#nowhere'", 'does not map'],
    ['test support', 'src/gateway/a.ts', "import '#test/database'", 'for tests only'],
    ['a module outside the plan', 'src/misc/a.ts', "import '#kernel'", 'no module of the house plan'],
    ['ws outside the transport', 'src/gateway/a.ts', "import { WebSocket } from 'ws'", 'imports ws outside its place'],
    ['pg outside storage', 'src/domain/tokens/token-store.ts', "import pg from 'pg'", 'imports pg outside its place'],
    ['kysely outside a store', 'src/domain/tokens/token.ts', "import 'kysely'", 'imports kysely outside its place'],
    ['the NATS client elsewhere', 'src/bus/memory/a.ts', "import '@nats-io/jetstream'", 'outside its place'],
    ['fastify elsewhere', 'src/main/start.ts', "import fastify from 'fastify'", 'imports fastify outside its place'],
    ['pino elsewhere', 'src/gateway/a.ts', "import pino from 'pino'", 'imports pino outside its place'],
    ['prom-client elsewhere', 'src/api/a.ts', "import 'prom-client'", 'imports prom-client outside its place'],
    ['a package nobody declared', 'src/gateway/a.ts', "import 'left-pad'", 'does not declare'],
    ['react on the server', 'src/api/a.ts', "import 'react'", 'does not declare'],
    [
      'a server module in the console',
      'console/src/a.ts',
      "import type { A } from '#kernel'",
      'sees no module of the server',
    ],
    [
      'more than types of the API client in the console',
      'console/src/a.ts',
      "import { createApiClient } from '#api-client'",
      'its types alone',
    ],
    ['a server file in the console', 'console/src/a.ts', "import '../../src/kernel/id.ts'", 'reaches into kernel'],
    ['a server package in the console', 'console/src/a.ts', "import 'pino'", 'does not declare'],
    ['node in the console', 'console/src/a.ts', "import 'node:fs'", 'no browser has'],
    ['an import by export', 'src/api/a.ts', "export * from '#gateway'", 'api may import'],
    ['an import at run time', 'src/api/a.ts', "const a = await import('#gateway')", 'api may import'],
    ['a computed import', 'src/api/a.ts', 'const a = await import(name)', 'computed name'],
    ['a sql template', 'src/gateway/a.ts', 'const q = sql`now()`', 'writes SQL'],
    ['a SELECT', 'src/domain/tokens/token.ts', "const q = 'SELECT id FROM token'", 'writes SQL'],
    ['a select in small letters', 'src/api/a.ts', "const q = 'select id from token'", 'writes SQL'],
    ['an INSERT over lines', 'src/api/a.ts', 'const q = `\n  INSERT INTO token\n  VALUES (1)`', 'writes SQL'],
    ['a name that names nothing', 'src/api/route-helpers.ts', '', 'is not named'],
    ['a name in camelCase', 'src/api/apiKey.ts', '', 'is not named'],
    ['a long tool', 'tools/a.ts', 'a()\n'.repeat(401), 'is 401 lines long'],
    ['a long file', 'src/api/a.ts', 'a()\n'.repeat(401), 'is 401 lines long'],
  ])('%s', (_kind, path, source, complaint) => {
    const found = complaints({ 'src/kernel/index.ts': '', [path]: source })
    expect(found).toHaveLength(1)
    expect(found[0]).toContain(`${path} `)
    expect(found[0]).toContain(complaint)
  })

  test('a ring of domain nouns, even of types alone', () => {
    const ring = complaints({
      'src/domain/a/index.ts': "import '#domain/b'",
      'src/domain/b/index.ts': "export * from './rule.ts'",
      'src/domain/b/rule.ts': "import type { C } from '#domain/c'",
      'src/domain/c/index.ts': "import type { A } from '#domain/a'",
    })
    expect(ring).toEqual(['domain/a is part of a ring of modules: domain/a → domain/b → domain/c → domain/a'])
  })

  test('a ring of files inside a module', () => {
    const ring = complaints({ 'src/api/a.ts': "import './b.ts'", 'src/api/b.ts': "import './a.ts'" })
    expect(ring).toEqual(['src/api/a.ts is part of a ring of files: src/api/a.ts → src/api/b.ts → src/api/a.ts'])
  })

  test('reading nothing', () => {
    expect(complaints({})).toEqual(['src no file was read: a check that saw nothing vouches for nothing'])
  })

  test('reading only the tests', () => {
    expect(complaints({ 'test/e2e/a.test.ts': '' })[0]).toContain('no file was read')
  })
})

test('a sentence is not taken for SQL', () => {
  expect(
    complaints({ 'src/api/a.ts': "const hint = 'Select a station from the list'\nconst verb = 'update'" }),
  ).toEqual([])
})

test('files of 400 lines, and files of types that name each other, are fine', () => {
  const types = { 'src/api/b.ts': "import type { C } from './c.ts'", 'src/api/c.ts': "import type { B } from './b.ts'" }
  expect(complaints({ 'src/api/a.ts': 'a()\n'.repeat(400), ...types })).toEqual([])
})

test('every ring of a graph is found once', () => {
  const edges = { a: ['b', 'c'], b: ['a'], c: ['d'], d: ['d'], e: ['a'] }
  const graph = new Map(Object.entries(edges).map(([from, to]) => [from, new Set(to)]))
  expect(findCycles(graph)).toEqual([['a', 'b'], ['d']])
})
