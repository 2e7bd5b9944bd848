export { versionsOfCommand } from './commands/versions-of-command.ts'
export { createGateway, type Gateway, type GatewayOptions } from './gateway.ts'
export type { GatewaySettings } from './settings.ts'
