import type { ConfigurationTemplate } from '#api-client'
import { variableName } from '../station/variable-name.ts'

type WantedValue = ConfigurationTemplate['wanted'][number]
type Place = Parameters<typeof variableName>[0] & Pick<WantedValue, 'attribute'>

/** `SampledDataCtrlr.TxUpdatedInterval`, or the bare key of OCPP 1.6; the attribute only where it is not the value. */
export function variableWords(place: Place): string {
  const { attribute = 'Actual' } = place
  return `${variableName(place)}${attribute === 'Actual' ? '' : ` (${attribute})`}`
}

/** What is wanted, which nobody is shown of a secret. */
export const wantedWords = ({ value, secret }: Pick<WantedValue, 'value' | 'secret'>): string =>
  secret === true ? '••••••' : (value ?? '')

/** A pattern that every station fits says nothing. */
const narrowing = (pattern: string | undefined) => (pattern === '*' ? undefined : pattern)

/** Which stations a group is: `Pfeiler Duo at depot`, or `Every station`. */
export function groupWords({
  vendor,
  model,
  firmware,
  locationId,
  stationIds,
}: ConfigurationTemplate['group']): string {
  const make = [narrowing(vendor), narrowing(model), firmware && `firmware ${firmware}`].filter(Boolean).join(' ')
  const place = locationId === undefined ? '' : `at ${locationId}`
  const named =
    stationIds === undefined ? '' : stationIds.length > 3 ? `${stationIds.length} stations` : stationIds.join(', ')
  return [make, place, named].filter(Boolean).join(' · ') || 'Every station'
}

/** A template as its form takes it: a secret comes without its value, and stays as it is. */
export function wantedForForm(wanted: ConfigurationTemplate['wanted']): readonly Omit<WantedValue, 'secret'>[] {
  return wanted.map(({ secret: _, ...rest }) => rest)
}
