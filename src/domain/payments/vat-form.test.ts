import { expect, test } from 'vitest'
import { vatForm } from './vat-form.ts'

test.each(['DE123456789', 'de 123 456 789', 'ATU12345678', 'FRXX123456789', 'CHE-123.456.789 MWST', 'SE123456789001'])(
  '%s has the form of its country',
  (text) => expect(vatForm(text)).toEqual({ isValid: true }),
)

test.each(['', 'DE', 'DE012345678', 'DE1234567890', 'US123456789', '123456789', 'constructor', 'ATU1234567'])(
  '%s has no form that is known',
  (text) => expect(vatForm(text)).toEqual({ isValid: false }),
)
