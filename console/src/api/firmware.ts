import type { FirmwareImage } from '#api-client'
import { API, segment } from './client.ts'
import { ApiError, problemOf } from './problem.ts'

/**
 * Sends the file of an image as it is.
 * @throws ApiError when the API refuses; TypeError when it cannot be reached.
 */
export async function putFirmwareContent(imageId: string, file: Blob): Promise<FirmwareImage> {
  const response = await fetch(`${API}/firmware-images/${segment(imageId)}/content`, {
    method: 'PUT',
    credentials: 'same-origin',
    headers: { 'x-chargewright': '1', 'content-type': 'application/octet-stream' },
    body: file,
  })
  if (!response.ok) throw new ApiError(await problemOf(response))
  return await response.json()
}
