export { isSecretName, MASK, maskSecrets } from './mask-secrets.ts'
export * from './message.ts'
export { createMessages, LONGEST_FRAME, type MessagesOptions } from './messages-service.ts'
