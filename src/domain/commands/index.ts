export * from './command.ts'
export * from './command-requests.ts'
export { type CommandsOptions, createCommands } from './commands-service.ts'
export * from './requests/operation-requests.ts'
