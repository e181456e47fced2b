import { expect, test } from 'vitest'
import { Draft } from '../../../../test/efactura/ubl-mutate.ts'
import { SAMPLES } from '../../../../test/efactura/ubl-samples.ts'
import { RULES_OF_OURS } from './rules-of-ours.ts'
import { validateUbl } from './validate-ubl.ts'

test.each([
  ['FCT-A01', 'cac:InvoiceLine/cac:Price/cbc:PriceAmount', '99.995'],
  ['FCT-A02', 'cac:TaxTotal/cac:TaxSubtotal/cbc:TaxAmount', '41.5'],
])('%s is a warning about a document of others, whom ANAF let pass, and stops one of ours', (rule, path, value) => {
  const { root } = new Draft(SAMPLES.plain).set(path, value)
  const severity = (rules?: typeof RULES_OF_OURS) =>
    validateUbl(root, rules).find(({ ruleId }) => ruleId === rule)?.severity
  expect([severity(), severity(RULES_OF_OURS)]).toEqual(['warning', 'fatal'])
})
