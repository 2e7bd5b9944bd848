import { createTransport } from 'nodemailer'

const TIMEOUT_MS = 10_000

export interface MailSettings {
  /** smtp://user:password@host:587 or smtps://…; empty: no mail is sent. */
  readonly smtpUrl: string
  readonly from: string
}

export interface Mail {
  readonly id: string
  readonly to: string
  readonly subject: string
  readonly text: string
}

/** Sends one mail over a connection of its own. @throws Error saying why it could not */
export async function sendMail({ smtpUrl, from }: MailSettings, { id, to, subject, text }: Mail): Promise<void> {
  if (smtpUrl === '' || from === '') throw new Error('no mail server is set')
  const transport = createTransport({
    url: smtpUrl,
    connectionTimeout: TIMEOUT_MS,
    greetingTimeout: TIMEOUT_MS,
    socketTimeout: TIMEOUT_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  try {
    const headers = { 'X-Chargewright-Delivery': id, 'Auto-Submitted': 'auto-generated' }
    await transport.sendMail({ from, to: { name: '', address: to }, subject, text, headers })
  } finally {
    transport.close()
  }
}
