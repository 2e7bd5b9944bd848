import type { ApiApp } from '../api-app.ts'
import { mayChange, scopeFor } from '../auth/own-party.ts'
import type { RouteContext } from '../route-context.ts'
import {
  authorityRoot,
  byId,
  byStationAndCertificate,
  installedCertificate,
  listOf,
  stationCertificate,
} from '../schemas/index.ts'

const tags = ['Certificates']

/** The certificates of stations, and the authority that issues them. */
export function certificateRoutes(app: ApiApp, context: RouteContext): void {
  stationCertificates(app, context)
  authority(app, context)
}

function stationCertificates(app: ApiApp, { services: { stations, certificates } }: RouteContext): void {
  app.get(
    '/stations/:id/certificates',
    {
      config: { access: 'viewer' },
      schema: {
        tags,
        operationId: 'listStationCertificates',
        summary: 'The certificates of a station’s own keys, newest first',
        params: byId,
        response: { 200: listOf(stationCertificate) },
      },
    },
    async (request) => ({ items: await certificates.list(scopeFor(request), request.params.id) }),
  )

  app.post(
    '/stations/:id/certificates/:certificateId/revoke',
    {
      config: { access: 'operator' },
      schema: {
        tags,
        operationId: 'revokeStationCertificate',
        summary: 'Revoke a certificate: the station does not come in with it any more, and is disconnected if it has',
        params: byStationAndCertificate,
        response: { 200: stationCertificate },
      },
    },
    async (request) => {
      const found = await stations.get(scopeFor(request), request.params.id)
      return await certificates.revoke(mayChange(request, found), found.id, request.params.certificateId)
    },
  )

  app.get(
    '/stations/:id/installed-certificates',
    {
      config: { access: 'viewer' },
      schema: {
        tags,
        operationId: 'listInstalledCertificates',
        summary: 'The certificates a station keeps, as it told when it was last asked',
        params: byId,
        response: { 200: listOf(installedCertificate) },
      },
    },
    async (request) => ({ items: await certificates.listInstalled(scopeFor(request), request.params.id) }),
  )
}

function authority(app: ApiApp, { services: { certificates } }: RouteContext): void {
  app.get(
    '/certificate-authority/roots',
    {
      config: { access: 'viewer' },
      schema: {
        tags,
        operationId: 'listAuthorityRoots',
        summary: 'The roots of the certificates this platform issues to stations, for whoever is to trust them',
        response: { 200: listOf(authorityRoot) },
      },
    },
    async () => ({ items: await certificates.roots({ make: true }) }),
  )
}
