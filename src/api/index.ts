export type { ApiOptions, ApiServices, ApiSettings, Readiness } from './api-context.ts'
export { API_PREFIX, type Api, createApi } from './create-api.ts'
