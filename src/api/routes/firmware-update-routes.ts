import type { ApiApp } from '../api-app.ts'
import { scopeFor } from '../auth/own-party.ts'
import type { RouteContext } from '../route-context.ts'
import {
  byId,
  filterOf,
  firmwarePublication,
  firmwarePublicationQuery,
  firmwareUpdate,
  firmwareUpdateQuery,
  pageOf,
  pageRequest,
} from '../schemas/index.ts'

const tags = ['Firmware']

/** What becomes of firmware at stations and local controllers. */
export function firmwareUpdateRoutes(app: ApiApp, context: RouteContext): void {
  readUpdates(app, context)
  readPublications(app, context)
}

function readUpdates(app: ApiApp, { services: { firmware } }: RouteContext): void {
  app.get(
    '/firmware-updates',
    {
      config: { access: 'viewer' },
      schema: {
        tags,
        operationId: 'listFirmwareUpdates',
        summary: 'Updates of stations, by page, newest first',
        querystring: firmwareUpdateQuery,
        response: { 200: pageOf(firmwareUpdate) },
      },
    },
    (request) => firmware.list(scopeFor(request), filterOf(request.query), pageRequest(request.query)),
  )

  app.get(
    '/firmware-updates/:id',
    {
      config: { access: 'viewer' },
      schema: {
        tags,
        operationId: 'getFirmwareUpdate',
        summary: 'One update of one station, with every step it has told',
        params: byId,
        response: { 200: firmwareUpdate },
      },
    },
    (request) => firmware.get(scopeFor(request), request.params.id),
  )
}

function readPublications(app: ApiApp, { services: { firmware } }: RouteContext): void {
  app.get(
    '/firmware-publications',
    {
      config: { access: 'viewer' },
      schema: {
        tags,
        operationId: 'listFirmwarePublications',
        summary: 'Images at local controllers, by page, newest first',
        querystring: firmwarePublicationQuery,
        response: { 200: pageOf(firmwarePublication) },
      },
    },
    (request) => firmware.publications.list(scopeFor(request), filterOf(request.query), pageRequest(request.query)),
  )

  app.get(
    '/firmware-publications/:id',
    {
      config: { access: 'viewer' },
      schema: {
        tags,
        operationId: 'getFirmwarePublication',
        summary: 'One image at a local controller',
        params: byId,
        response: { 200: firmwarePublication },
      },
    },
    (request) => firmware.publications.get(scopeFor(request), request.params.id),
  )
}
