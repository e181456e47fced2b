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

/** What the first start says: the address, the keys, and commands that work when they are pasted. */
export function firstWelcome(running: Running, { live, test }: FirstStart): string {
  const { url } = running
  return `${header(running)}
A company and its sandbox twin were made. Their keys are shown only now, so keep them:
Firma și geamăna ei de test au fost create. Cheile se afișează doar acum, păstrați-le:

  live   ${live.secret}
  test   ${test.secret}

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
`
}

/** What every later start says. */
export function welcomeBack(running: Running): string {
  return `${header(running)}
The data of earlier starts is in use, with the keys made then. / Se folosesc datele și cheile existente.

  list keys   ${running.program} keys list
  new key     ${running.program} keys create --name "Webshop"
`
}

function header({ url, store }: Running): string {
  return `
Facturier ${version} is running. / Facturier rulează.

  address   ${url}
  API       ${url}/v1
  manual    ${url}/docs
  data      ${store}
`
}
