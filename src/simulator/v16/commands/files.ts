import { parseTimestamp } from '#ocpp/schemas'
import type * as v16 from '#ocpp/v16'
import type { StationBody } from '../../station/body.ts'
import type { UpdateWord } from '../../upkeep/firmware-updater.ts'
import type { LogWord } from '../../upkeep/log-uploader.ts'
import type { Answer, Commands } from '../answers.ts'
import { call } from '../messages.ts'
import { hasSecurityExtension } from '../security-extension.ts'

type PlainWord = v16.FirmwareStatusNotificationRequest['status']

/** What 1.6 §7.25 has of the words; the rest goes unsaid, or as the nearest. */
const plainWords: Readonly<Partial<Record<UpdateWord, PlainWord>>> = {
  Downloaded: 'Downloaded',
  DownloadFailed: 'DownloadFailed',
  Downloading: 'Downloading',
  InstallationFailed: 'InstallationFailed',
  InstallVerificationFailed: 'InstallationFailed',
  InvalidSignature: 'InstallationFailed',
  Installed: 'Installed',
  Installing: 'Installing',
}

/** 1.6 §5.9 and §5.19; security whitepaper L01 and N01 for stations with the extension. */
export function fileCommands(body: StationBody): Commands {
  return hasSecurityExtension(body)
    ? { SignedUpdateFirmware: (request) => signedUpdate(body, request), GetLog: (request) => getLog(body, request) }
    : { UpdateFirmware: (request) => update(body, request), GetDiagnostics: (request) => getDiagnostics(body, request) }
}

function update(body: StationBody, request: v16.UpdateFirmwareRequest): Answer<v16.UpdateFirmwareResponse> {
  const { location, retrieveDate, retries, retryInterval } = request
  const { after } = body.upkeep.firmware.order({
    location,
    retrieveAtMs: parseTimestamp(retrieveDate) ?? 0,
    ...(retries === undefined ? {} : { retries }),
    ...(retryInterval === undefined ? {} : { retryIntervalS: retryInterval }),
    say(word) {
      const status = plainWords[word]
      if (status !== undefined) body.upkeep.news.tell(call('FirmwareStatusNotification', { status }))
    },
  })
  return { response: {}, ...(after && { after }) }
}

function signedUpdate(
  body: StationBody,
  { firmware, requestId, retries, retryInterval }: v16.SignedUpdateFirmwareRequest,
): Answer<v16.SignedUpdateFirmwareResponse> {
  const { location, retrieveDateTime, installDateTime, signature, signingCertificate } = firmware
  const installAtMs = installDateTime === undefined ? undefined : parseTimestamp(installDateTime)
  const { answer, after } = body.upkeep.firmware.order({
    location,
    requestId,
    retrieveAtMs: parseTimestamp(retrieveDateTime) ?? 0,
    trust: { signature, certificate: signingCertificate },
    ...(installAtMs === undefined ? {} : { installAtMs }),
    ...(retries === undefined ? {} : { retries }),
    ...(retryInterval === undefined ? {} : { retryIntervalS: retryInterval }),
    say: (status) => body.upkeep.news.tell(call('SignedFirmwareStatusNotification', { status, requestId })),
  })
  return { response: { status: answer }, ...(after && { after }) }
}

function getDiagnostics(body: StationBody, request: v16.GetDiagnosticsRequest): Answer<v16.GetDiagnosticsResponse> {
  const { location, startTime, stopTime, retries, retryInterval } = request
  const answer = body.upkeep.logs.order({
    kind: 'diagnostics',
    location,
    ...range(startTime, stopTime),
    ...(retries === undefined ? {} : { retries }),
    ...(retryInterval === undefined ? {} : { retryIntervalS: retryInterval }),
    say(word) {
      const status = diagnosticsWord(word)
      if (status !== undefined) body.upkeep.news.tell(call('DiagnosticsStatusNotification', { status }))
    },
  })
  return answer.status === 'Rejected'
    ? { response: {} }
    : { response: { fileName: answer.fileName }, after: answer.after }
}

function getLog(body: StationBody, request: v16.GetLogRequest): Answer<v16.GetLogResponse> {
  const { log, logType, requestId, retries, retryInterval } = request
  const answer = body.upkeep.logs.order({
    kind: logType === 'SecurityLog' ? 'security' : 'diagnostics',
    location: log.remoteLocation,
    requestId,
    ...range(log.oldestTimestamp, log.latestTimestamp),
    ...(retries === undefined ? {} : { retries }),
    ...(retryInterval === undefined ? {} : { retryIntervalS: retryInterval }),
    say(word) {
      // 1.6 has no word for an upload that was called off.
      if (word === 'AcceptedCanceled') return
      body.upkeep.news.tell(call('LogStatusNotification', { status: word, requestId }))
    },
  })
  if (answer.status === 'Rejected') return { response: { status: 'Rejected' } }
  const { status, fileName, after } = answer
  return { response: { status, filename: fileName }, after }
}

/** 1.6 §4.5: Idle when there is nothing to tell. */
export function tellFirmwareStatus(body: StationBody): void {
  const { last } = body.upkeep.firmware
  const status = last === undefined || last.word === 'Installed' ? 'Idle' : (plainWords[last.word] ?? 'Idle')
  body.send(call('FirmwareStatusNotification', { status }), true)
}

/** Security whitepaper L01.FR.28 and 29: what was said last, or Idle once that was Installed. */
export function tellSignedStatus(body: StationBody): void {
  const { last } = body.upkeep.firmware
  const idle = last === undefined || last.word === 'Installed' || last.requestId === undefined
  const payload = idle ? ({ status: 'Idle' } as const) : { status: last.word, requestId: last.requestId }
  body.send(call('SignedFirmwareStatusNotification', payload), true)
}

/** 1.6 §4.4 */
export function tellLogStatus(body: StationBody): void {
  const status = body.upkeep.logs.ongoing === undefined ? 'Idle' : 'Uploading'
  body.send(call('DiagnosticsStatusNotification', { status }), true)
}

/** Security whitepaper N01: with the number of the upload while there is one. */
export function tellUploadStatus(body: StationBody): void {
  const requestId = body.upkeep.logs.ongoing?.requestId
  const payload = requestId === undefined ? ({ status: 'Idle' } as const) : { status: 'Uploading' as const, requestId }
  body.send(call('LogStatusNotification', payload), true)
}

function diagnosticsWord(word: LogWord): v16.DiagnosticsStatusNotificationRequest['status'] | undefined {
  if (word === 'AcceptedCanceled') return undefined
  return word === 'Uploading' || word === 'Uploaded' ? word : 'UploadFailed'
}

function range(from: string | undefined, to: string | undefined) {
  const fromMs = from === undefined ? undefined : parseTimestamp(from)
  const toMs = to === undefined ? undefined : parseTimestamp(to)
  return { ...(fromMs === undefined ? {} : { fromMs }), ...(toMs === undefined ? {} : { toMs }) }
}
