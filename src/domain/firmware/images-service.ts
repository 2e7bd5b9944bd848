import { AppError, newId } from '#kernel'
import { checkImage } from './check-image.ts'
import type { FirmwareImage, FirmwareImages } from './firmware-image.ts'
import type { FirmwareOptions } from './firmware-options.ts'
import type { FirmwareTrust } from './firmware-trust.ts'
import { deleteImage, insertImage, loadImage, loadImages, storeContent } from './image-store.ts'

/** The firmware an operator keeps for its stations. */
export function createImages(
  { database, clock, files, settings }: FirmwareOptions,
  trust: FirmwareTrust,
): FirmwareImages {
  const arriving = new Set<string>()

  async function takeIn(image: FirmwareImage, content: AsyncIterable<Uint8Array>): Promise<void> {
    const draft = await files.draft('firmware', image.id, content, settings.imageLimitBytes)
    try {
      for (const digest of ['sha256', 'md5'] as const) {
        if ((image[digest] ?? draft[digest]) === draft[digest]) continue
        throw new AppError('invalid', `The ${digest} of the file differs`, { field: digest, found: draft[digest] })
      }
      await database.transaction(async (queries) => {
        // From here on the row is locked: of two that send it to two nodes at once one alone is in its place.
        await storeContent(queries, image.id, draft)
        await draft.place()
        const problem = image.signature === undefined ? undefined : await trust.problem(image)
        if (problem === undefined) return
        await files.remove('firmware', image.id)
        throw new AppError('invalid', `The firmware is not to be trusted: ${problem}`, { field: 'signature' })
      })
    } finally {
      await draft.discard()
    }
  }

  return {
    async create(image) {
      checkImage(image)
      const nowMs = clock.nowMs()
      const { fileName = nameFor(image.version) } = image
      const made = { ...image, id: newId(nowMs), fileName, createdAt: new Date(nowMs) }
      await insertImage(database, made)
      return await loadImage(database, { all: true }, made.id)
    },
    async putContent(scope, imageId, content) {
      const image = await loadImage(database, scope, imageId)
      if (image.location !== undefined) throw new AppError('conflict', 'The firmware lies elsewhere')
      if (image.sizeBytes !== undefined) throw new AppError('conflict', 'The firmware has its content already')
      if (arriving.has(imageId)) throw new AppError('conflict', 'The content of the firmware is arriving already')
      arriving.add(imageId)
      await takeIn(image, content).finally(() => arriving.delete(imageId))
      return await loadImage(database, scope, imageId)
    },
    async remove(scope, imageId) {
      await deleteImage(database, scope, imageId)
      await files.remove('firmware', imageId)
    },
    get: (scope, imageId) => loadImage(database, scope, imageId),
    list: (scope, filter, page) => loadImages(database, scope, filter, page),
  }
}

function nameFor(version: string): string {
  return `firmware-${version.replace(/[^\w.-]/g, '_').slice(0, 60)}.bin`
}
