import { constants, createHash, createSign } from 'node:crypto'
import { expect } from 'vitest'
import type { FirmwareImage, FirmwareUpdate } from '#domain/firmware'
import { type Hardware, hardware, makeFirmware } from '#simulator'
import type { TestPlatform } from '#test/platform'
import type { List, Operator, Wire } from './operator.ts'

/** The make of the stations that are kept up to date here. */
export const make: Pick<Hardware, 'vendor' | 'model'> = {
  vendor: hardware.wallbox.vendor,
  model: hardware.wallbox.model,
}

export interface OfferedImage {
  readonly image: Wire<FirmwareImage>
  readonly file: Buffer
}

/** An image for the simulated wallbox, its file with the platform. `more` goes into what is said of it. */
export async function offerImage(
  platform: TestPlatform,
  operator: Operator,
  version: string,
  more: (file: Buffer) => object = () => ({}),
  file: Buffer = makeFirmware({ ...make, version }),
): Promise<OfferedImage> {
  const { vendor, model } = make
  const described = { partyId: 'default', vendor, model, version, ...more(file) }
  const { id } = await operator.post<Wire<FirmwareImage>>('/firmware-images', described)
  const answer = await sendContent(platform, id, file)
  expect(answer.status).toBe(200)
  return { image: await operator.get(`/firmware-images/${id}`), file }
}

export function sendContent(platform: TestPlatform, imageId: string, file: Buffer): Promise<Response> {
  return platform.api(`/firmware-images/${imageId}/content`, {
    method: 'PUT',
    body: new Uint8Array(file),
    headers: { 'Content-Type': 'application/octet-stream' },
  })
}

/** Signs as 2.x L01.FR.04 has it: RSA-PSS over SHA-256, in base64. */
export function signed(file: Buffer, { cert, key }: { readonly cert: string; readonly key: string }) {
  const signer = createSign('sha256').update(file)
  const padding = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 }
  return { signature: signer.sign({ key, ...padding }, 'base64'), signingCertificate: cert }
}

export const md5 = (file: Buffer): string => createHash('md5').update(file).digest('hex')

/** The newest update of a station. */
export async function newestUpdate(operator: Operator, stationId: string): Promise<Wire<FirmwareUpdate>> {
  const query = new URLSearchParams({ stationId, limit: '1' })
  const { items } = await operator.get<List<Wire<FirmwareUpdate>>>(`/firmware-updates?${query}`)
  const [update] = items
  if (update === undefined) throw new Error(`${stationId} has no update`)
  return update
}

/** The words of the steps an update has told, its command's answer left out. */
export function steps({ steps }: Wire<FirmwareUpdate>): readonly string[] {
  return steps.map(({ status }) => status).filter((status) => status !== 'accepted')
}
