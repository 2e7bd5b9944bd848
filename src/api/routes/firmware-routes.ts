import { Readable } from 'node:stream'
import { AppError } from '#kernel'
import type { ApiApp } from '../api-app.ts'
import { principalOf } from '../auth/authenticate.ts'
import { mayChange, partyForNew, scopeFor } from '../auth/own-party.ts'
import type { RouteContext } from '../route-context.ts'
import {
  byId,
  filterOf,
  firmwareImage,
  firmwareImageQuery,
  newFirmwareImage,
  nothing,
  pageOf,
  pageRequest,
} from '../schemas/index.ts'

const tags = ['Firmware']
/** What the domain takes is less, by setting. */
const LARGEST_CONTENT_BYTES = 16 * 1024 ** 3

/** The firmware there is for stations. */
export function firmwareRoutes(app: ApiApp, context: RouteContext): void {
  readImages(app, context)
  changeImages(app, context)
  // A parser of its own: nowhere else does a body come as it is.
  app.register(async (files: ApiApp) => {
    files.addContentTypeParser('application/octet-stream', (_request, payload, done) => done(null, payload))
    putContent(files, context)
  })
}

function readImages(app: ApiApp, { services: { firmware } }: RouteContext): void {
  app.get(
    '/firmware-images',
    {
      config: { access: 'viewer' },
      schema: {
        tags,
        operationId: 'listFirmwareImages',
        summary: 'Firmware images, by page',
        querystring: firmwareImageQuery,
        response: { 200: pageOf(firmwareImage) },
      },
    },
    (request) => firmware.images.list(scopeFor(request), filterOf(request.query), pageRequest(request.query)),
  )

  app.get(
    '/firmware-images/:id',
    {
      config: { access: 'viewer' },
      schema: {
        tags,
        operationId: 'getFirmwareImage',
        summary: 'One firmware image',
        params: byId,
        response: { 200: firmwareImage },
      },
    },
    (request) => firmware.images.get(scopeFor(request), request.params.id),
  )
}

function changeImages(app: ApiApp, { services: { firmware, parties } }: RouteContext): void {
  app.post(
    '/firmware-images',
    {
      config: { access: 'operator' },
      schema: {
        tags,
        operationId: 'createFirmwareImage',
        summary: 'Add a firmware image; its content is sent afterwards, unless it lies elsewhere',
        body: newFirmwareImage,
        response: { 201: firmwareImage },
      },
    },
    async (request, reply) => {
      const partyId = await partyForNew(parties, principalOf(request), request.body.partyId)
      const created = await firmware.images.create({ ...request.body, partyId })
      return reply.code(201).header('location', `/api/v1/firmware-images/${created.id}`).send(created)
    },
  )

  app.delete(
    '/firmware-images/:id',
    {
      config: { access: 'operator' },
      schema: {
        tags,
        operationId: 'removeFirmwareImage',
        summary: 'Remove a firmware image; updates made of it stay on record',
        params: byId,
        response: { 204: nothing },
      },
    },
    async (request, reply) => {
      const found = await firmware.images.get(scopeFor(request), request.params.id)
      await firmware.images.remove(mayChange(request, found), found.id)
      return reply.code(204).send()
    },
  )
}

function putContent(app: ApiApp, { services: { firmware } }: RouteContext): void {
  app.put(
    '/firmware-images/:id/content',
    {
      config: { access: 'operator' },
      bodyLimit: LARGEST_CONTENT_BYTES,
      schema: {
        tags,
        operationId: 'putFirmwareContent',
        summary: 'Send the file of a firmware image, as application/octet-stream',
        params: byId,
        response: { 200: firmwareImage },
      },
    },
    async (request) => {
      const found = await firmware.images.get(scopeFor(request), request.params.id)
      const scope = mayChange(request, found)
      const { body } = request
      if (!(body instanceof Readable)) {
        throw new AppError('invalid', 'The content has to be sent as application/octet-stream')
      }
      return firmware.images.putContent(scope, found.id, body)
    },
  )
}
