import { expect, test } from 'vitest'
import { aStation } from '../testing/samples.ts'
import { changeOf } from './settings-change.ts'

/** The form as it stands for the sample station, with these fields otherwise. */
function form(fields: Readonly<Record<string, string>> = {}): FormData {
  const data = new FormData()
  const stands = { name: '', locationId: '', registration: 'accepted', securityProfile: '', serialNumber: '' }
  for (const [name, value] of Object.entries({ ...stands, validation: '', ...fields })) data.set(name, value)
  return data
}

test('what stands as it was is not sent', () => {
  expect(changeOf(form(), aStation())).toEqual({})
  expect(changeOf(form({ serialNumber: 'SN-1' }), aStation({ serialNumber: 'SN-1' }))).toEqual({})
})

test('a serial number is entered, changed, and taken away', () => {
  expect(changeOf(form({ serialNumber: 'SN-1' }), aStation())).toEqual({ serialNumber: 'SN-1' })
  expect(changeOf(form({ serialNumber: 'SN-2' }), aStation({ serialNumber: 'SN-1' }))).toEqual({ serialNumber: 'SN-2' })
  expect(changeOf(form(), aStation({ serialNumber: 'SN-1' }))).toEqual({ serialNumber: null })
})

test('what it comes as is forgotten, and a serial number entered with that is not lost', () => {
  const station = aStation({ certificateName: 'SN-1' })
  expect(changeOf(form({ forgetsCertificate: 'on' }), station)).toEqual({ serialNumber: null })
  expect(changeOf(form({ forgetsCertificate: 'on', serialNumber: 'SN-2' }), station)).toEqual({ serialNumber: 'SN-2' })
})
