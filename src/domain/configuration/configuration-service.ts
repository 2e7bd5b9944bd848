import { type CheckOptions, checkMarked } from './check-service.ts'
import type { Configuration } from './configuration.ts'
import { createTemplates, type TemplatesOptions } from './templates-service.ts'

export type ConfigurationOptions = TemplatesOptions & CheckOptions

/** What stations ought to be configured to, and where they are not. */
export function createConfiguration(options: ConfigurationOptions): Configuration {
  return { templates: createTemplates(options), work: () => checkMarked(options) }
}
