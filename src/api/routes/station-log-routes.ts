import type { Readable } from 'node:stream'
import { Type } from 'typebox'
import { AppError } from '#kernel'
import type { ApiApp } from '../api-app.ts'
import { mayChange, scopeFor } from '../auth/own-party.ts'
import type { RouteContext } from '../route-context.ts'
import { byId, filterOf, nothing, pageOf, pageRequest, stationLog, stationLogQuery } from '../schemas/index.ts'

const tags = ['Logs of stations']

/** Logs that stations were asked for, and their files. */
export function stationLogRoutes(app: ApiApp, context: RouteContext): void {
  readLogs(app, context)
  handleFiles(app, context)
}

function readLogs(app: ApiApp, { services: { diagnostics } }: RouteContext): void {
  app.get(
    '/station-logs',
    {
      config: { access: 'viewer' },
      schema: {
        tags,
        operationId: 'listStationLogs',
        summary: 'Logs stations were asked for, by page, newest first',
        querystring: stationLogQuery,
        response: { 200: pageOf(stationLog) },
      },
    },
    (request) => diagnostics.list(scopeFor(request), filterOf(request.query), pageRequest(request.query)),
  )

  app.get(
    '/station-logs/:id',
    {
      config: { access: 'viewer' },
      schema: {
        tags,
        operationId: 'getStationLog',
        summary: 'One log, and how it is on its way',
        params: byId,
        response: { 200: stationLog },
      },
    },
    (request) => diagnostics.get(scopeFor(request), request.params.id),
  )
}

function handleFiles(app: ApiApp, { services: { diagnostics, files } }: RouteContext): void {
  app.get(
    '/station-logs/:id/content',
    {
      config: { access: 'viewer' },
      schema: {
        tags,
        operationId: 'getStationLogContent',
        summary: 'The file a station has brought',
        params: byId,
        response: {
          200: {
            description: 'The file as it came',
            content: { 'application/octet-stream': { schema: Type.Unsafe<Readable>({ type: 'string' }) } },
          },
        },
      },
    },
    async (request, reply) => {
      const { id, file } = await diagnostics.get(scopeFor(request), request.params.id)
      if (file === undefined) throw new AppError('not-found', 'The log has not come', { id })
      // Whatever a station wrote is shown by no browser as a page of ours.
      return reply
        .header('content-type', 'application/octet-stream')
        .header('content-disposition', `attachment; filename="${file.name}"`)
        .header('content-length', file.sizeBytes)
        .header('cache-control', 'no-store')
        .send(await files.read('logs', id))
    },
  )

  app.delete(
    '/station-logs/:id',
    {
      config: { access: 'operator' },
      schema: {
        tags,
        operationId: 'removeStationLog',
        summary: 'Remove a log with its file',
        params: byId,
        response: { 204: nothing },
      },
    },
    async (request, reply) => {
      const found = await diagnostics.get(scopeFor(request), request.params.id)
      await diagnostics.remove(mayChange(request, found), found.id)
      return reply.code(204).send()
    },
  )
}
