export { SOAP_VERSIONS, type SoapVersion } from './soap-version.ts'
