export {
  type CustomerInformationOptions,
  createCustomerInformation,
} from './customer-information-service.ts'
export * from './customer-report.ts'
