import type { JsonObject } from '#ocpp/rpc'
import { checkPayload } from '#ocpp/schemas'
import type { StationBody } from '../station/body.ts'
import type { Dialect, Verdict } from '../station/dialect.ts'
import { createAnswers } from './answers.ts'
import { bootNotification, call, connectorStatus, readIdTagInfo, stationStatus } from './messages.ts'
import { writeMeterValue } from './meter-value.ts'
import { hasSecurityExtension } from './security-extension.ts'
import { TransactionWording } from './transaction-wording.ts'

/** OCPP 1.6J. The connector number is that of the EVSE; connector 0 is the station as a whole (1.6 §3.8). */
export function speak16(body: StationBody): Dialect {
  // 1.6 §3.6: a transaction begins when cable and authorization are there, and ends with either.
  Object.assign(body.settings, { txStartPoint: ['PowerPathClosed'], txStopPoint: ['PowerPathClosed'] })
  const transactions = new TransactionWording(body)
  const answer = createAnswers(body, transactions)
  return {
    version: 'ocpp1.6',
    boot: () => bootNotification(body),
    readBoot(payload) {
      const check = checkPayload('ocpp1.6', 'BootNotification', 'response', payload)
      if (check.outcome === 'invalid') return undefined
      return { status: check.payload.status, intervalS: check.payload.interval }
    },
    heartbeat: () => call('Heartbeat', {}),
    stationStatus: () => [stationStatus(body)],
    shownStatus: (evse) => evse.status,
    status: (evse) => connectorStatus(body, evse),
    authorize: (token) => call('Authorize', { idTag: token.value }),
    readAuthorize: (payload) => readAuthorize(payload),
    transaction: (event) => transactions.word(event),
    securityEvent: (type) =>
      hasSecurityExtension(body)
        ? call('SecurityEventNotification', { type, timestamp: body.stamp(body.nowMs()) })
        : undefined,
    meterValues: (evse, reading) =>
      call('MeterValues', {
        connectorId: evse.id,
        meterValue: [writeMeterValue(body, evse, reading, body.settings.alignedMeasurands)],
      }),
    signCertificate: (csr) => call('SignCertificate', { csr }),
    reservationEnded: () => [],
    answer,
  }
}

function readAuthorize(payload: JsonObject): Verdict {
  const check = checkPayload('ocpp1.6', 'Authorize', 'response', payload)
  return check.outcome === 'invalid'
    ? { accepted: false, status: 'unreadable' }
    : readIdTagInfo(check.payload.idTagInfo)
}
