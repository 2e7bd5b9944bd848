import { parseTimestamp } from '#ocpp/schemas'
import type * as v21 from '#ocpp/v21'
import type * as v201 from '#ocpp/v201'
import type { StationBody } from '../../station/body.ts'
import type { Answer, Commands } from '../answers.ts'
import { call } from '../messages.ts'

/** 2.0.1 L01 to L04 and N01. */
export function fileCommands(body: StationBody) {
  const { controller } = body.upkeep
  return {
    UpdateFirmware: (request) => update(body, request),
    GetLog: (request) => getLog(body, request),
    ...(controller && {
      PublishFirmware({ location, checksum, requestId }) {
        const publish = () =>
          void controller.publish({ location, checksum }, (status, locations) => {
            const where = locations === undefined ? {} : { location: locations }
            body.upkeep.news.tell(call('PublishFirmwareStatusNotification', { status, requestId, ...where }))
          })
        return { response: { status: 'Accepted' }, after: publish }
      },
      UnpublishFirmware: ({ checksum }) => ({ response: { status: controller.unpublish(checksum) } }),
    }),
  } satisfies Commands
}

function update(
  body: StationBody,
  { firmware, requestId, retries, retryInterval }: v21.UpdateFirmwareRequest,
): Answer<v201.UpdateFirmwareResponse> {
  const { location, retrieveDateTime, installDateTime, signature, signingCertificate } = firmware
  const installAtMs = installDateTime === undefined ? undefined : parseTimestamp(installDateTime)
  const { answer, after } = body.upkeep.firmware.order({
    location,
    requestId,
    retrieveAtMs: parseTimestamp(retrieveDateTime) ?? 0,
    ...(signingCertificate === undefined
      ? {}
      : { trust: { signature: signature ?? '', certificate: signingCertificate } }),
    ...(installAtMs === undefined ? {} : { installAtMs }),
    ...(retries === undefined ? {} : { retries }),
    ...(retryInterval === undefined ? {} : { retryIntervalS: retryInterval }),
    say: (status) => body.upkeep.news.tell(call('FirmwareStatusNotification', { status, requestId })),
  })
  return { response: { status: answer }, ...(after && { after }) }
}

function getLog(body: StationBody, request: v21.GetLogRequest): Answer<v201.GetLogResponse> {
  const { log, logType, requestId, retries, retryInterval } = request
  if (logType === 'DataCollectorLog') return { response: { status: 'Rejected' } }
  const fromMs = log.oldestTimestamp === undefined ? undefined : parseTimestamp(log.oldestTimestamp)
  const toMs = log.latestTimestamp === undefined ? undefined : parseTimestamp(log.latestTimestamp)
  const answer = body.upkeep.logs.order({
    kind: logType === 'SecurityLog' ? 'security' : 'diagnostics',
    location: log.remoteLocation,
    requestId,
    ...(fromMs === undefined ? {} : { fromMs }),
    ...(toMs === undefined ? {} : { toMs }),
    ...(retries === undefined ? {} : { retries }),
    ...(retryInterval === undefined ? {} : { retryIntervalS: retryInterval }),
    say: (status) => body.upkeep.news.tell(call('LogStatusNotification', { status, requestId })),
  })
  if (answer.status === 'Rejected') return { response: { status: 'Rejected' } }
  const { status, fileName, after } = answer
  return { response: { status, filename: fileName }, after }
}

/** L01.FR.25 and 26: what was said last, or Idle once that was Installed. */
export function tellFirmwareStatus(body: StationBody): void {
  const { last } = body.upkeep.firmware
  const idle = last === undefined || last.word === 'Installed' || last.requestId === undefined
  const payload = idle ? ({ status: 'Idle' } as const) : { status: last.word, requestId: last.requestId }
  body.send(call('FirmwareStatusNotification', payload), true)
}

/** N01.FR.13: with the number of the upload while there is one. */
export function tellLogStatus(body: StationBody): void {
  const requestId = body.upkeep.logs.ongoing?.requestId
  const payload = requestId === undefined ? ({ status: 'Idle' } as const) : { status: 'Uploading' as const, requestId }
  body.send(call('LogStatusNotification', payload), true)
}
