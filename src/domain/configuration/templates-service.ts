import { checkGroup, checkLocation } from '#domain/stations'
import { AppError, type Clock, newId } from '#kernel'
import type { Database } from '#storage'
import { markStations } from './check-store.ts'
import { loadDrift } from './drift-store.ts'
import { keptValues } from './kept-values.ts'
import type { Templates } from './template.ts'
import {
  deleteTemplate,
  insertTemplate,
  loadKeptTemplate,
  loadTemplate,
  loadTemplates,
  lockKeptTemplate,
  updateTemplate,
} from './template-store.ts'

export interface TemplatesOptions {
  readonly database: Database
  readonly clock: Clock
  /** Seals the secrets in templates. */
  readonly secretKey: Uint8Array
}

/** What stations ought to be configured to. Whatever changes of a template has its party's stations looked at anew. */
export function createTemplates({ database, clock, secretKey }: TemplatesOptions): Templates {
  const now = () => new Date(clock.nowMs())
  return {
    async create({ partyId, name, priority = 0, applyOnBoot = false, group, wanted }) {
      const values = keptValues(secretKey, wanted)
      const template = { name: checkedName(name), priority, applyOnBoot, group, wanted: values, updatedAt: now() }
      checkGroup(group)
      const id = newId(clock.nowMs())
      await database.transaction(async (queries) => {
        await checkLocation(queries, partyId, group)
        await insertTemplate(queries, id, partyId, template)
        await markStations(queries, partyId)
      })
      return await loadTemplate(database, { partyIds: [partyId] }, id)
    },
    async change(scope, templateId, change) {
      await database.transaction(async (queries) => {
        const former = await lockKeptTemplate(queries, scope, templateId)
        const group = change.group ?? former.group
        checkGroup(group)
        await checkLocation(queries, former.partyId, group)
        await updateTemplate(queries, templateId, {
          name: change.name === undefined ? former.name : checkedName(change.name),
          priority: change.priority ?? former.priority,
          applyOnBoot: change.applyOnBoot ?? former.applyOnBoot,
          group,
          wanted: change.wanted === undefined ? former.wanted : keptValues(secretKey, change.wanted, former.wanted),
          updatedAt: now(),
        })
        await markStations(queries, former.partyId)
      })
      return await loadTemplate(database, scope, templateId)
    },
    async remove(scope, templateId) {
      await database.transaction(async (queries) => {
        const { partyId } = await loadKeptTemplate(queries, scope, templateId)
        // Marked first: once the template is gone, others may want something of the same stations.
        await markStations(queries, partyId)
        await deleteTemplate(queries, templateId)
      })
    },
    get: (scope, templateId) => loadTemplate(database, scope, templateId),
    list: (scope, page) => loadTemplates(database, scope, page),
    drift: (scope, filter, page) => loadDrift(database, scope, filter, page),
  }
}

/** @throws AppError `invalid` */
export function checkedName(name: string): string {
  const trimmed = name.trim()
  if (trimmed.length >= 1 && trimmed.length <= 200 && !/\p{Cc}/u.test(trimmed)) return trimmed
  throw new AppError('invalid', 'A name is 1 to 200 characters on one line', { field: 'name' })
}
