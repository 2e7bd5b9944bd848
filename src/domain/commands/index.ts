export * from './command.ts'
export { type CommandsOptions, createCommands } from './commands-service.ts'
