import type { Operations } from '#api-client'

export type { Location } from '#api-client'

export type NewLocation = Operations['createLocation']['request']['body']
/** What is null is taken away. */
export type LocationChange = Operations['changeLocation']['request']['body']
