import { fromCsms as fromCsms201, fromStation as fromStation201 } from '#ocpp/v201'

/** What a charging station may ask of the CSMS: 2.1 part 2 §1 (Messages). `NotifyPeriodicEventStream` is a SEND. */
export const fromStation = [
  ...fromStation201,
  'BatterySwap',
  'ClosePeriodicEventStream',
  'GetCertificateChainStatus',
  'NotifyDERAlarm',
  'NotifyDERStartStop',
  'NotifyPeriodicEventStream',
  'NotifyPriorityCharging',
  'NotifySettlement',
  'OpenPeriodicEventStream',
  'PullDynamicScheduleUpdate',
  'ReportDERControl',
  'VatNumberValidation',
] as const

/** What the CSMS may ask of a charging station: 2.1 part 2 §1 (Messages). */
export const fromCsms = [
  ...fromCsms201,
  'AFRRSignal',
  'AdjustPeriodicEventStream',
  'ChangeTransactionTariff',
  'ClearDERControl',
  'ClearTariffs',
  'GetDERControl',
  'GetPeriodicEventStream',
  'GetTariffs',
  'NotifyAllowedEnergyTransfer',
  'NotifyWebPaymentStarted',
  'RequestBatterySwap',
  'SetDERControl',
  'SetDefaultTariff',
  'UpdateDynamicSchedule',
  'UsePriorityCharging',
] as const

/** Actions that travel as SEND (message type 6) and are never answered: 2.1 part 4 §4.2.4. */
export const sends = ['NotifyPeriodicEventStream'] as const

export type StationAction = (typeof fromStation)[number]
export type CsmsAction = (typeof fromCsms)[number]
export type SendAction = (typeof sends)[number]
export type Action = StationAction | CsmsAction
