import { type TSchema, Type } from 'typebox'
import { type OperationRequests, TRIGGER_MESSAGES } from '#domain/commands'
import { identifier, text, wholeNumber } from '../fields.ts'
import { exactly, oneOf } from '../resource.ts'
import { newChargingProfile } from '../smart-charging.ts'
import { about } from './about.ts'

export const evseId = (description?: string) => wholeNumber(0, 1_000_000, description)
export const connectorId = (description?: string) => wholeNumber(0, 1_000_000, description)

const startLimits = () =>
  exactly(
    {
      maxCost: Type.Optional(
        Type.String({ pattern: '^\\d{1,9}(\\.\\d{1,6})?$', description: 'A decimal, in the currency of the tariff' }),
      ),
      maxEnergyWh: Type.Optional(Type.Number({ minimum: 0, description: 'Watt-hours' })),
      maxTimeS: Type.Optional(wholeNumber(0, 31_536_000, 'Seconds since it started')),
      maxStateOfCharge: Type.Optional(wholeNumber(0, 100, 'Charge of the battery, per cent')),
    },
    { description: 'How far the transaction may go; OCPP 2.1 alone knows limits' },
  )

const ONE_CONNECTOR = 'One connector of the EVSE alone; OCPP 1.6 knows one connector of each EVSE'

const variableRef = {
  component: Type.Optional(
    text(50, 'Part of the station, as OCPPCommCtrlr; absent for a configuration key of OCPP 1.6'),
  ),
  componentInstance: Type.Optional(text(50, 'Which of several components of that name')),
  evseId: Type.Optional(evseId('EVSE the component belongs to')),
  connectorId: Type.Optional(connectorId('Connector the component belongs to')),
  name: text(500, 'Variable, as HeartbeatInterval; in OCPP 1.6 the configuration key'),
  instance: Type.Optional(text(50, 'Which of several variables of that name')),
  attribute: Type.Optional(oneOf(['Actual', 'Target', 'MinSet', 'MaxSet'], 'Actual if absent')),
}
const MOST_VARIABLES = 200

/** What is asked to run a station. */
export const operationRequests = {
  'start-transaction': exactly(
    {
      evseId: Type.Optional(evseId('Where; the station chooses if absent')),
      token: text(255, 'On whose account'),
      tokenKind: Type.Optional(text(20, 'What the token is, as rfid or central; rfid if absent')),
      groupId: Type.Optional(text(36, 'Whoever is in this group may stop it as well')),
      profile: Type.Optional(newChargingProfile()),
      limits: Type.Optional(startLimits()),
    },
    about(
      'Charging',
      'Start charging',
      'Starts charging for a token, as if it had been held to the reader. The car may be plugged in before or soon after.',
    ),
  ),
  'stop-transaction': exactly(
    {
      transactionId: Type.Optional(identifier('The platform’s id; or give the station’s reference')),
      reference: Type.Optional(text(36, 'The station’s own id of the transaction')),
    },
    about('Charging', 'Stop charging', 'Ends a running transaction.'),
  ),
  unlock: exactly(
    {
      evseId: evseId('EVSE whose cable is stuck'),
      connectorId: Type.Optional(connectorId('The first if absent')),
    },
    about('Charging', 'Unlock connector', 'Lets go of a cable that is stuck.'),
  ),
  reset: exactly(
    {
      when: oneOf(
        ['immediately', 'when-idle', 'immediately-and-resume'],
        'At once, ending what is charging, or once nothing is; or at once, going on with what is charging (OCPP 2.1)',
      ),
      evseId: Type.Optional(evseId('One EVSE alone; OCPP 2.0.1 and 2.1 only')),
    },
    about('Operation', 'Reset', 'Restarts the station, or one EVSE of it.'),
  ),
  'change-availability': exactly(
    {
      evseId: Type.Optional(evseId('The whole station if absent')),
      connectorId: Type.Optional(connectorId(ONE_CONNECTOR)),
      available: Type.Boolean({ description: 'In service, or out of it' }),
    },
    about(
      'Operation',
      'Change availability',
      'Takes the station or a part of it out of service, or back into it. Who is charging finishes first.',
    ),
  ),
  trigger: exactly(
    {
      message: oneOf(TRIGGER_MESSAGES, 'What it shall send; custom is a trigger of the station’s own (OCPP 2.1)'),
      customTrigger: Type.Optional(
        text(50, 'Which of them, as the station lists them in CustomTriggers of its CustomizationCtrlr'),
      ),
      evseId: Type.Optional(
        evseId('About this EVSE; the whole station if absent, which has no status of its own in OCPP 2.x'),
      ),
      connectorId: Type.Optional(connectorId(ONE_CONNECTOR)),
    },
    about('Operation', 'Ask for a message', 'Has the station send a message now.'),
  ),
  'data-transfer': exactly(
    {
      vendorId: text(255, 'Whose message it is, as com.example'),
      messageId: Type.Optional(text(50, 'Which message of that vendor')),
      data: Type.Optional(Type.String({ maxLength: 100_000, description: 'What it says, handed on as it is' })),
    },
    about('Operation', 'Data transfer', 'Sends something that only this vendor’s stations understand.'),
  ),
  'get-variables': exactly(
    {
      variables: Type.Optional(
        Type.Array(exactly(variableRef), {
          maxItems: MOST_VARIABLES,
          description: 'Which; an OCPP 1.6 station tells everything if absent, a later one has reports for that',
        }),
      ),
    },
    about('Configuration', 'Read variables', 'Reads values of variables, which OCPP 1.6 calls configuration keys.'),
  ),
  'set-variables': exactly(
    {
      variables: Type.Array(
        exactly({ ...variableRef, value: Type.String({ maxLength: 2500, description: 'What it shall be' }) }),
        { minItems: 1, maxItems: MOST_VARIABLES, description: 'What shall be what' },
      ),
    },
    about('Configuration', 'Set variables', 'Changes values of variables, which OCPP 1.6 calls configuration keys.'),
  ),
  'get-report': exactly(
    { base: oneOf(['configuration', 'full', 'summary'], 'What can be configured, everything, or a summary') },
    about('Configuration', 'Get report', 'Has the station report its configuration; it arrives among its variables.'),
  ),
  'clear-cache': Type.Unsafe<Record<string, never>>({
    type: 'object',
    additionalProperties: false,
    ...about(
      'Authorization',
      'Clear authorization cache',
      'Empties the station’s memory of tokens it has seen accepted.',
    ),
  }),
} satisfies Record<keyof OperationRequests, TSchema>
