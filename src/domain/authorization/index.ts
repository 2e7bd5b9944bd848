export { type AuthorizationOptions, createAuthorization } from './authorization-service.ts'
export * from './token.ts'
