export { KEY_VARIABLES, type KeyVariable, keyOfVariable, variableOfKey } from './configuration-keys.ts'
export { createDeviceModel, type DeviceModelOptions } from './device-model-service.ts'
export * from './variable.ts'
export { identitiesOf, neutralName } from './variable-identity.ts'
