export { KEY_VARIABLES, type KeyVariable, keyOfVariable, variableOfKey } from './configuration-keys.ts'
export { createDeviceModel, type DeviceModelOptions } from './device-model-service.ts'
export { MAX_PARTS, missingParts } from './report-parts.ts'
export * from './variable.ts'
