import { version } from '../version.ts'
import type { FirstStart } from './first-start.ts'

interface Running {
  /** Where callers reach the server, without a slash at the end. */
  readonly url: string
  /** Where the data is, without secrets. */
  readonly store: string
  /** How this program is called, for the commands that are suggested. */
  readonly program: string
}

/** The address, and either the keys, this once, or where to get new ones. */
export function greeting({ url, store, program }: Running, first: FirstStart | null): string {
  return `
Facturier ${version} is running. / Facturier rulează.

  address   ${url}
  API       ${url}/v1
  manual    ${url}/docs
  data      ${store}

${first ? keys(first) : knownData(program)}
`
}

function keys({ live, test }: FirstStart): string {
  return `A company and its sandbox twin were made. Their keys are shown only now, so keep them:
Au fost create firma și mediul ei de test. Cheile se afișează doar acum: păstrați-le.

  live   ${live.secret}
  test   ${test.secret}`
}

function knownData(program: string): string {
  return `The data of earlier starts is in use, with the keys made then. / Se folosesc datele și cheile existente.

  list keys   ${program} keys list
  new key     ${program} keys create --name "Webshop"`
}

/** Commands that work when they are pasted. */
export function firstSteps({ url }: Running, { live, test }: FirstStart): string {
  const lastInvoice = `$(curl -s '${url}/v1/invoices?per_page=1' -H 'Authorization: Bearer ${test.secret}' | grep -o 'inv_[a-z0-9]*' | head -n 1)`
  return `
Say who the company is:

  curl -s -X PATCH ${url}/v1/settings \\
    -H 'Authorization: Bearer ${live.secret}' \\
    -H 'Content-Type: application/json' \\
    -d '{"firm":{"name":"Firma mea SRL","cui":"RO12345674","rc":"J12/345/2020","address":"Str. Lungă nr. 1","city":"Cluj-Napoca","county":"Cluj"}}'

Issue an invoice, in the sandbox, where it costs no number of yours, and read what was issued:

  curl -s ${url}/v1/invoices \\
    -H 'Authorization: Bearer ${test.secret}' \\
    -H 'Content-Type: application/json' \\
    -d '{"client_data":{"name":"Exemplu SRL","cui":"RO1234567897","address":"Str. Scurtă nr. 2","city":"Cluj-Napoca","county":"Cluj"},"items":[{"description":"Consultanță","quantity":2,"unit":"oră","price":250,"vat_rate":21}]}'

  curl -s '${url}/v1/invoices?per_page=1' -H 'Authorization: Bearer ${test.secret}'

Send it to RO e-Factura, which in the sandbox is a simulator, and a few seconds later read that it was accepted:

  curl -s -X POST ${url}/v1/invoices/${lastInvoice}/send-to-spv -H 'Authorization: Bearer ${test.secret}'

  curl -s ${url}/v1/efactura/invoice/${lastInvoice}/status -H 'Authorization: Bearer ${test.secret}'
`
}

/** How to use the demo: every example of the manual is a command that works on it. */
export function demoSteps({ url }: Running, first: FirstStart | null): string {
  const [live, test] = [first?.live.secret ?? 'sk_live_…', first?.test.secret ?? 'sk_test_…']
  return `
The company is filled with two invented years, and its sandbox with e-invoices of the last weeks. Every example of the
manual works, but for the one that takes a certificate (POST /v1/efactura/oauth/callback), after:

  export FACTURIER_URL=${url} FACTURIER_KEY=${live} FACTURIER_TEST_KEY=${test}
  curl -s "$FACTURIER_URL/v1/invoices?per_page=3" -H "Authorization: Bearer $FACTURIER_KEY"
`
}
