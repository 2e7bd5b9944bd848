import { energy, power, type Quantity } from '../format/quantity.ts'

function Amount({ quantity }: { quantity: Quantity }) {
  return (
    <span className="num whitespace-nowrap">
      {quantity.value}
      {'\u00a0'}
      <span className="text-[0.86em] text-faint">{quantity.unit}</span>
    </span>
  )
}

const none = <span className="text-faint">–</span>

export const Power = ({ watts }: { watts: number | undefined }) =>
  watts === undefined ? none : <Amount quantity={power(watts)} />

export const Energy = ({ wattHours }: { wattHours: number | undefined }) =>
  wattHours === undefined ? none : <Amount quantity={energy(wattHours)} />

export const Percent = ({ value }: { value: number | undefined }) =>
  value === undefined ? none : <Amount quantity={{ value: String(Math.round(value)), unit: '%' }} />
