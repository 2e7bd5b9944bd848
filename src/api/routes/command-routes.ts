import type { VersionsOfCommand } from '#domain/commands'
import type { ApiApp } from '../api-app.ts'
import { requesterOf } from '../auth/authenticate.ts'
import { mayChange, scopeFor } from '../auth/own-party.ts'
import type { RouteContext } from '../route-context.ts'
import {
  byId,
  command,
  commandKind,
  commandQuery,
  describeCommandKinds,
  filterOf,
  idempotencyHeaders,
  listOf,
  newCommand,
  pageOf,
  pageRequest,
} from '../schemas/index.ts'

const tags = ['Commands']

/** What stations are asked to do. */
export function commandRoutes(
  app: ApiApp,
  { services: { commands, stations }, versionsOfCommand }: RouteContext,
): void {
  kindRoutes(app, versionsOfCommand)

  app.get(
    '/commands',
    {
      config: { access: 'viewer' },
      schema: {
        tags,
        operationId: 'listCommands',
        summary: 'Commands, by page',
        querystring: commandQuery,
        response: { 200: pageOf(command) },
      },
    },
    (request) => commands.list(scopeFor(request), filterOf(request.query), pageRequest(request.query)),
  )

  app.post(
    '/commands',
    {
      config: { access: 'operator' },
      schema: {
        tags,
        operationId: 'submitCommand',
        summary: 'Ask something of a station',
        description:
          'Answers at once with the command, which goes on by itself: watch it at its Location or in the live events. ' +
          'Repeating a request with the same Idempotency-Key gives the same command again instead of a second one.',
        headers: idempotencyHeaders,
        body: newCommand,
        response: { 202: command },
      },
    },
    async (request, reply) => {
      const found = await stations.get(scopeFor(request), request.body.stationId)
      const scope = mayChange(request, found)
      const idempotencyKey = request.headers['idempotency-key']
      const submitted = await commands.submit(scope, {
        ...request.body,
        ...requesterOf(request),
        ...(idempotencyKey !== undefined && { idempotencyKey }),
      })
      return reply.code(202).header('location', `/api/v1/commands/${submitted.id}`).send(submitted)
    },
  )

  app.get(
    '/commands/:id',
    {
      config: { access: 'viewer' },
      schema: { tags, operationId: 'getCommand', summary: 'One command', params: byId, response: { 200: command } },
    },
    (request) => commands.get(scopeFor(request), request.params.id),
  )
}

/** What can be asked at all. */
function kindRoutes(app: ApiApp, versionsOfCommand: VersionsOfCommand): void {
  const kinds = describeCommandKinds(versionsOfCommand)
  app.get(
    '/commands/kinds',
    {
      config: { access: 'signed-in' },
      schema: {
        tags,
        operationId: 'listCommandKinds',
        summary: 'What can be asked of a station',
        description:
          'Each kind of command with its meaning, the versions of OCPP that have it, and the schema of its request.',
        response: { 200: listOf(commandKind) },
      },
    },
    async () => ({ items: kinds }),
  )
}
