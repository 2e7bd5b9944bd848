export { type ApiClient, type ApiClientOptions, createApiClient, type Request } from './api-client.ts'
export type * from './generated/operations.ts'
export type { LiveEvent } from './live-events.ts'
export { everyPage } from './pages.ts'
