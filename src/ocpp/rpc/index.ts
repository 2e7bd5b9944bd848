export * from './frame.ts'
export * from './frame-memory.ts'
export { KEPT_WHEN_EMPTY } from './omit-empty.ts'
export * from './parse-frame.ts'
export * from './rpc-error.ts'
export {
  isJsonObject,
  readSignatureHeader,
  type Signature,
  type SignatureAlgorithm,
  type SignatureHeader,
  signPayload,
  verifySignature,
} from './signed-payload.ts'
export * from './truncate-limit.ts'
export * from './version.ts'
export * from './write-frame.ts'
