import type { Command } from 'commander'
import type { StationCertificate } from '#api-client'
import { answerList } from '../../answer.ts'
import { type ListOptions, limitOf, listCommand, openApi } from '../../api-command.ts'
import { duration, instant } from '../../format/quantities.ts'
import type { Surroundings } from '../../surroundings.ts'

export function addCertificateList(certificate: Command, around: Surroundings): void {
  listCommand(certificate, 'list <station>', 'List the certificates of a station’s own keys, the newest first')
    .addHelpText(
      'after',
      `
The one that is in-use is the newest the station has connected with.

Example:
  chargewright certificate list CS-1`,
    )
    .action(async (id: string, options: ListOptions) => {
      const { items } = await openApi(options, around).call('listStationCertificates', { params: { id } })
      const limit = limitOf(options)
      answerList(
        around,
        options,
        { items: items.slice(0, limit), more: items.length > limit },
        [
          { title: 'CERTIFICATE', text: ({ id }) => id },
          { title: 'STATE', text: ({ state }) => state },
          { title: 'FOR', text: ({ use }) => use ?? 'everything' },
          { title: 'SUBJECT', text: ({ subject }) => subject, shrinks: true },
          { title: 'SERIAL', text: ({ serialNumber }) => serialNumber, shrinks: true },
          { title: 'BY', text: ({ foreign }) => (foreign ? 'another authority' : '') },
          { title: 'GOOD UNTIL', text: ({ notAfter }) => instant(notAfter) },
          { title: 'LEFT', text: (one) => leftOf(one, around.clock.nowMs()), align: 'right' },
          { title: 'RENEWAL', text: ({ renewal }) => renewal && renewalText(renewal), shrinks: true },
          { title: 'PROBLEM', text: ({ problem }) => problem, shrinks: true },
        ],
        'It has none. Have it ask for one: chargewright certificate renew <station>',
      )
    })
}

type Renewal = NonNullable<StationCertificate['renewal']>

const RENEWALS: Readonly<Record<Renewal['reason'], string>> = {
  'not-due': 'not due',
  'under-way': 'a newer one is on its way',
  asked: 'the station was asked',
  offline: 'the station is offline',
  'not-accepted': 'the station is not let in',
  'next-look': 'next',
}

function renewalText({ reason, until }: Renewal): string {
  return [RENEWALS[reason], instant(until)].filter(Boolean).join(', until ')
}

function leftOf({ notAfter, state }: StationCertificate, nowMs: number): string | undefined {
  if (notAfter === undefined || state === 'revoked' || state === 'superseded') return undefined
  const leftMs = Date.parse(notAfter) - nowMs
  return leftMs <= 0 ? 'run out' : duration(leftMs)
}

export function addCertificateInstalled(certificate: Command, around: Surroundings): void {
  listCommand(certificate, 'installed <station>', 'List the roots and chains a station told that it keeps')
    .addHelpText(
      'after',
      `
As it told when it was last asked: chargewright command send get-installed-certificates CS-1

Example:
  chargewright certificate installed CS-1`,
    )
    .action(async (id: string, options: ListOptions) => {
      const { items } = await openApi(options, around).call('listInstalledCertificates', { params: { id } })
      const limit = limitOf(options)
      answerList(
        around,
        options,
        { items: items.slice(0, limit), more: items.length > limit },
        [
          { title: 'INSTALLED', text: ({ id }) => id },
          { title: 'FOR', text: ({ use }) => use },
          { title: 'SERIAL', text: ({ hashData }) => hashData.serialNumber, shrinks: true },
          { title: 'BELOW IT', text: ({ children }) => children.length || '', align: 'right' },
          { title: 'TOLD', text: ({ toldAt }) => instant(toldAt) },
        ],
        'It has told of none.',
      )
    })
}
