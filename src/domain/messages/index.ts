export { isSecretName, maskSecrets } from './mask-secrets.ts'
export * from './message.ts'
export { createMessages, LONGEST_FRAME, type MessagesOptions } from './messages-service.ts'
export { MASK } from './secret-words.ts'
