import type * as v201 from '#ocpp/v201'
import type { StationBody } from '../station/body.ts'
import type { DeviceVariable } from './device-variable.ts'

/** 2.1 WebPaymentsCtrlr: what the QR code is made of. The secret can be set and never read. */
export function webPaymentVariables({ trade: { qr } }: StationBody): DeviceVariable[] {
  return [
    one(
      'URLTemplate',
      'string',
      () => qr.template,
      (text) => {
        if (/^https?:/.test(text)) qr.template = text
        return qr.template === text
      },
    ),
    one(
      'TOTPVersion',
      'OptionList',
      () => 'v1',
      (text) => text === 'v1',
    ),
    one(
      'ValidityTime',
      'integer',
      () => String(qr.validityS),
      (text) => {
        if (isWithin(text, 6, 3600)) qr.validityS = Number(text)
        return qr.validityS === Number(text)
      },
    ),
    one(
      'Length',
      'integer',
      () => String(qr.length),
      (text) => {
        if (isWithin(text, 6, 32)) qr.length = Number(text)
        return qr.length === Number(text)
      },
    ),
    one(
      'SharedSecret',
      'string',
      () => '',
      (text) => {
        qr.secret = text
        return text !== ''
      },
    ),
  ]
}

function one(
  name: string,
  dataType: v201.DataEnumType,
  value: () => string,
  write: (text: string) => boolean,
): DeviceVariable {
  return { component: { name: 'WebPaymentsCtrlr' }, variable: { name }, dataType, source: { value, write } }
}

function isWithin(text: string, least: number, most: number): boolean {
  return /^\d{1,4}$/.test(text) && Number(text) >= least && Number(text) <= most
}
