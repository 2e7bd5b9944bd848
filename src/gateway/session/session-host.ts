import type { SecurityLog } from '#domain/events'
import type { Registration } from '#domain/stations'
import type { Clock, Counter, Logger, Metrics } from '#kernel'
import type { Services } from '../actions/action.ts'
import type { GatewayVersion } from '../derived-version.ts'
import type { MessageLog } from '../message-log.ts'
import type { GatewaySettings } from '../settings.ts'
import type { ServingSession } from './serving-session.ts'

/** What all sessions of a node share. */
export interface SessionHost {
  readonly services: Services
  readonly messageLog: MessageLog
  readonly securityLog: SecurityLog
  readonly clock: Clock
  readonly logger: Logger
  readonly settings: GatewaySettings
  readonly counters: SessionCounters
  /** Versions spoken besides those that are built in. */
  readonly derivedVersions: readonly GatewayVersion[]
  /** The station of a session was told how it is registered. */
  registered(session: ServingSession, registration: Registration): void
}

export interface SessionCounters {
  /** Errors in answer to transaction messages: each may cost energy, so it shall stay 0 (D-10). */
  readonly transactionCallErrors: Counter<'code'>
  readonly callErrors: Counter<'code'>
  readonly strayReplies: Counter<'kind'>
  readonly deviations: Counter<never>
}

export function sessionCounters(metrics: Metrics): SessionCounters {
  return {
    transactionCallErrors: metrics.counter(
      'ocpp_transaction_call_errors_total',
      'Transaction messages answered with a CALLERROR; each may cost energy',
      ['code'],
    ),
    callErrors: metrics.counter('ocpp_call_errors_total', 'Messages answered with a CALLERROR', ['code']),
    strayReplies: metrics.counter('ocpp_stray_replies_total', 'Replies that came late or answer nothing', ['kind']),
    deviations: metrics.counter('ocpp_deviations_total', 'Departures from the specification that were tolerated'),
  }
}
