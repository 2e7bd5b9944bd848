import type { Configuration } from './change.ts'
import { type ChangesOptions, createChanges, workChanges } from './changes-service.ts'
import { checkMarked } from './check-service.ts'
import { createTemplates } from './templates-service.ts'

export type ConfigurationOptions = ChangesOptions

/** What stations ought to be configured to, where they are not, and what is being done about it. */
export function createConfiguration(options: ConfigurationOptions): Configuration {
  return {
    templates: createTemplates(options),
    changes: createChanges(options),
    async work() {
      try {
        await checkMarked(options)
      } finally {
        await workChanges(options)
      }
    },
  }
}
