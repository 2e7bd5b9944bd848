import type { JsonObject } from '#ocpp/rpc'
import { checkPayload } from '#ocpp/schemas'
import type { StationBody } from '../station/body.ts'
import type { Dialect, Verdict } from '../station/dialect.ts'
import { problemOf } from '../station/tariff-book.ts'
import { createAnswers } from './answers.ts'
import { createInstruments } from './instruments.ts'
import {
  bootNotification,
  call,
  call21,
  connectorStatus,
  readIdTokenInfo,
  signCertificate,
  statusNotification,
  writeIdToken,
  writeIdToken21,
} from './messages.ts'
import { writeMeterValue } from './meter-value.ts'
import { wordContract } from './plug-and-charge/shown-contract.ts'
import { wordTransaction } from './transaction-event.ts'
import { tellNeedsAfter } from './vehicle-needs.ts'

export type Version2 = 'ocpp2.0.1' | 'ocpp2.1'

/**
 * OCPP 2.0.1 and 2.1: what this station says is the same in both, and the compiler agrees. Answers are read by the
 * schemas of 2.1, which allow all that those of 2.0.1 do.
 */
export function speak2(version: Version2, body: StationBody): Dialect {
  const instruments = createInstruments(version, body)
  return {
    version,
    boot: (reason) => bootNotification(body, reason),
    readBoot(payload) {
      const check = checkPayload('ocpp2.1', 'BootNotification', 'response', payload)
      if (check.outcome === 'invalid') return undefined
      return { status: check.payload.status, intervalS: check.payload.interval }
    },
    heartbeat: () => call('Heartbeat', {}),
    stationStatus: () => [],
    shownStatus: (evse) => connectorStatus(evse),
    status: (evse) => statusNotification(body, evse),
    authorize(token) {
      const contract = token.contract === undefined ? {} : wordContract(token.contract)
      return version === 'ocpp2.1'
        ? call21('Authorize', { idToken: writeIdToken21(token), ...contract })
        : call('Authorize', { idToken: writeIdToken(token), ...contract })
    },
    readAuthorize,
    transaction(event) {
      const message = wordTransaction(body, event)
      return message && tellNeedsAfter(body, event, message)
    },
    securityEvent: (type) => call('SecurityEventNotification', { type, timestamp: body.stamp(body.nowMs()) }),
    meterValues: (evse, reading) =>
      call('MeterValues', {
        evseId: evse.id,
        meterValue: [writeMeterValue(body, evse, reading, body.settings.alignedMeasurands)],
      }),
    signCertificate: (csr, requestId) => signCertificate(version, csr, requestId),
    reservationEnded: (reservationId, reservationUpdateStatus) => [
      call('ReservationStatusUpdate', { reservationId, reservationUpdateStatus }),
    ],
    answer: createAnswers(version, body, instruments),
    parts: instruments.parts,
  }
}

function readAuthorize(payload: JsonObject): Verdict {
  const check = checkPayload('ocpp2.1', 'Authorize', 'response', payload)
  if (check.outcome === 'invalid') return { accepted: false, status: 'unreadable' }
  const { idTokenInfo, certificateStatus, tariff, allowedEnergyTransfer: transfers } = check.payload
  // I08.FR.32: one the station cannot go by leaves it with the default.
  const usable = tariff !== undefined && problemOf(tariff) === undefined
  const verdict = readIdTokenInfo(idTokenInfo)
  return {
    ...verdict,
    // A token is no better than the certificates it comes with.
    accepted: verdict.accepted && (certificateStatus === undefined || certificateStatus === 'Accepted'),
    ...(certificateStatus && { certificateStatus }),
    ...(usable ? { tariff } : {}),
    ...(transfers && { transfers }),
  }
}
