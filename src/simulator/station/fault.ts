/** What can break, in the words of 1.6 §7.6 (ChargePointErrorCode); 2.x has its own for some of them. */
export type Fault =
  | 'ConnectorLockFailure'
  | 'EVCommunicationError'
  | 'GroundFailure'
  | 'HighTemperature'
  | 'InternalError'
  | 'OverCurrentFailure'
  | 'OverVoltage'
  | 'PowerMeterFailure'
  | 'UnderVoltage'
