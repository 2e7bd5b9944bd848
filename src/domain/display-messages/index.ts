export * from './display-message.ts'
export { createDisplayMessages, type DisplayMessagesOptions } from './display-messages-service.ts'
