export type { ApiOptions, ApiServices, ApiSettings, Readiness, StationAddresses } from './api-context.ts'
export { API_PREFIX, type Api, createApi } from './create-api.ts'
export { type CommandKindInfo, describeCommandKinds } from './schemas/command-kinds.ts'
