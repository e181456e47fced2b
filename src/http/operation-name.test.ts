import { expect, test } from 'vitest'
import { operationName } from './operation-name.ts'

test.each([
  ['get', '/invoices', true, 'listInvoices'],
  ['get', '/invoices/:id', false, 'getInvoice'],
  ['get', '/invoices/:id/history', true, 'listInvoiceHistory'],
  ['get', '/settings', false, 'getSettings'],
  ['get', '/settings/currencies', true, 'listSettingsCurrencies'],
  ['get', '/ping', false, 'getPing'],
  ['post', '/invoices', false, 'createInvoice'],
  ['post', '/invoice-series', false, 'createInvoiceSeries'],
  ['post', '/expense-categories', false, 'createExpenseCategory'],
  ['post', '/invoices/:id/pay', false, 'payInvoice'],
  ['post', '/invoices/:id/payments', false, 'createInvoicePayment'],
  ['post', '/invoice-series/:id/set-primary', false, 'setPrimaryInvoiceSeries'],
  ['patch', '/settings', false, 'updateSettings'],
  ['patch', '/work-points/:id', false, 'updateWorkPoint'],
  ['put', '/work-points/:id', false, 'putWorkPoint'],
  ['delete', '/clients/:id', false, 'deleteClient'],
])('%s %s (a list: %s) is %s', (method, url, isList, name) => {
  expect(operationName({ method, url, isList })).toBe(name)
})
