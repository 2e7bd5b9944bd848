import type { Templates } from './template.ts'

export interface Configuration {
  readonly templates: Templates
  /**
   * Holds stations that have told or become something new against their templates, and gives new ones theirs. Called again
   * and again by one worker or several, which may end at any moment.
   */
  work(): Promise<void>
}
