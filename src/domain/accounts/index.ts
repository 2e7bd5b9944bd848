export * from './access.ts'
export * from './account.ts'
export { type AccountsOptions, createAccounts } from './accounts-service.ts'
export { PASSWORD_LENGTH } from './password.ts'
