export { type CallbackRule, callbackRule } from './callback-rule.ts'
export { openSoapClient, type SoapClient, type SoapClientOptions } from './soap-client.ts'
export { SoapDoor, type SoapDoorOptions } from './soap-door.ts'
export { SOAP_VERSIONS, type SoapVersion } from './soap-version.ts'
