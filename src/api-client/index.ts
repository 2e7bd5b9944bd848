export {
  type ApiClient,
  type ApiClientOptions,
  createApiClient,
  type FetchedFile,
  type OperationName,
  type Request,
} from './api-client.ts'
export { commandKinds } from './command-kinds.ts'
export type * from './generated/operations.ts'
export type { LiveEvent as LiveEnvelope } from './generated/operations.ts'
export type { LiveEvent } from './live-events.ts'
export { everyPage } from './pages.ts'
export { requestBodyOf } from './request-bodies.ts'
