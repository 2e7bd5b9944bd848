import { type Selectable, sql } from 'kysely'
import { groupColumns, readGroup, type StationGroup } from '#domain/stations'
import { AppError, type Page, type PageRequest, type Scope } from '#kernel'
import { type DatabaseSchema, newestFirst, type Queries, sqlState, withinScope } from '#storage'
import { FITS_TEMPLATE } from './fits-template-store.ts'
import { readKept } from './kept-values.ts'
import type { ConfigurationTemplate } from './template.ts'
import { type KeptValue, placeKey, shownValue } from './wanted.ts'

type Row = Selectable<DatabaseSchema['configuration_template']>
type CountedRow = Row & { readonly stations: number; readonly differing: number }

export interface TemplateToStore {
  readonly name: string
  readonly priority: number
  readonly applyOnBoot: boolean
  readonly group: StationGroup
  readonly wanted: readonly KeptValue[]
  readonly updatedAt: Date
}

function columnsOf({ name, priority, applyOnBoot, group, wanted, updatedAt }: TemplateToStore) {
  return {
    name,
    priority,
    apply_on_boot: applyOnBoot,
    ...groupColumns(group),
    wanted: JSON.stringify(wanted),
    updated_at: updatedAt,
  }
}

/** @throws AppError `invalid` without such a party or location. */
export async function insertTemplate(queries: Queries, id: string, partyId: string, template: TemplateToStore) {
  await withReferences(() =>
    queries.kysely
      .insertInto('configuration_template')
      .values({ ...columnsOf(template), id, party_id: partyId, created_at: template.updatedAt })
      .execute(),
  )
}

export async function updateTemplate(queries: Queries, id: string, template: TemplateToStore): Promise<void> {
  await withReferences(() =>
    queries.kysely.updateTable('configuration_template').set(columnsOf(template)).where('id', '=', id).execute(),
  )
  // What it wants no more, nobody differs from.
  await queries.kysely
    .deleteFrom('configuration_drift')
    .where('template_id', '=', id)
    .where('variable', 'not in', template.wanted.map(placeKey))
    .execute()
}

async function withReferences(write: () => Promise<unknown>): Promise<void> {
  try {
    await write()
  } catch (thrown) {
    if (sqlState(thrown) !== '23503') throw thrown
    throw new AppError('invalid', 'There is no such party or location', { field: 'group' })
  }
}

export async function deleteTemplate(queries: Queries, id: string): Promise<void> {
  await queries.kysely.deleteFrom('configuration_template').where('id', '=', id).execute()
}

/** @throws AppError `not-found` outside the scope. */
export async function loadKeptTemplate(queries: Queries, scope: Scope, id: string) {
  return readKeptRow(await keptTemplate(queries, scope, id).executeTakeFirst(), id)
}

/** The same inside a transaction that is to change it: others wait, and then change what has become of it. */
export async function lockKeptTemplate(queries: Queries, scope: Scope, id: string) {
  return readKeptRow(await keptTemplate(queries, scope, id).forUpdate().executeTakeFirst(), id)
}

function keptTemplate({ kysely }: Queries, scope: Scope, id: string) {
  return kysely
    .selectFrom('configuration_template')
    .selectAll()
    .where('id', '=', id)
    .where(withinScope(scope, 'party_id'))
}

function readKeptRow(row: Row | undefined, id: string) {
  if (row === undefined) throw noSuchTemplate(id)
  return { ...readFacts(row), wanted: readKept(row.wanted) }
}

/** @throws AppError `not-found` outside the scope. */
export async function loadTemplate(queries: Queries, scope: Scope, id: string): Promise<ConfigurationTemplate> {
  const row = await selectTemplates(queries, scope).where('t.id', '=', id).executeTakeFirst()
  if (row === undefined) throw noSuchTemplate(id)
  return readTemplate(row)
}

/** A page of templates, newest first. */
export async function loadTemplates(
  queries: Queries,
  scope: Scope,
  page: PageRequest,
): Promise<Page<ConfigurationTemplate>> {
  const query = selectTemplates(queries, scope)
  return newestFirst(query, 't.id', page, readTemplate)
}

function selectTemplates({ kysely }: Queries, scope: Scope) {
  return kysely
    .selectFrom('configuration_template as t')
    .selectAll('t')
    .select([
      sql<number>`(SELECT count(*) FROM station s WHERE ${FITS_TEMPLATE})`.as('stations'),
      sql<number>`(SELECT count(DISTINCT d.station_id) FROM configuration_drift d
        WHERE d.template_id = t.id AND d.state = 'differs')`.as('differing'),
    ])
    .where(withinScope(scope, 't.party_id'))
}

function readTemplate(row: CountedRow): ConfigurationTemplate {
  const wanted = readKept(row.wanted).map(shownValue)
  return { ...readFacts(row), wanted, stations: Number(row.stations), differing: Number(row.differing) }
}

function readFacts(row: Row) {
  return {
    id: row.id,
    partyId: row.party_id,
    name: row.name,
    priority: row.priority,
    applyOnBoot: row.apply_on_boot,
    group: readGroup(row),
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  }
}

function noSuchTemplate(templateId: string): AppError {
  return new AppError('not-found', `There is no configuration template ${templateId}`, { templateId })
}
