/** What an operation is called in generated clients: `listInvoices`, `getInvoice`, `stornoInvoice`, `createInvoicePayment`. */
export interface NamedOperation {
  readonly method: string
  /** With parameters as Fastify writes them: `/invoices/:id/pay`. */
  readonly url: string
  readonly isList: boolean
}

const VERBS: Readonly<Record<string, string>> = { get: 'get', patch: 'update', put: 'put', delete: 'delete' }

export function operationName({ method, url, isList }: NamedOperation): string {
  const segments = url.split('/').filter((segment) => segment !== '')
  const words = segments.filter((segment) => !segment.startsWith(':'))
  const last = words.at(-1) ?? ''
  const parents = words.slice(0, -1).map(singular)
  const isItem = segments.at(-1)?.startsWith(':') ?? false
  if (method === 'get')
    return isList ? camel('list', ...parents, last) : camel('get', ...parents, isItem ? singular(last) : last)
  if (method !== 'post') return camel(VERBS[method] ?? method, ...parents, isItem ? singular(last) : last)
  // What can be counted is created; everything else is something that is done to its parent.
  const isCollection = words.length === 1 || singular(last) !== last
  return isCollection ? camel('create', ...parents, singular(last)) : camel(last, ...parents)
}

/** `getInvoice` as a name of types: `GetInvoice`. */
export function capitalised(name: string): string {
  return name.slice(0, 1).toUpperCase() + name.slice(1)
}

const UNCOUNTED: ReadonlySet<string> = new Set(['series', 'settings'])

function singular(words: string): string {
  const last = words.split('-').at(-1) ?? ''
  if (UNCOUNTED.has(last) || !last.endsWith('s')) return words
  return last.endsWith('ies') ? `${words.slice(0, -3)}y` : words.slice(0, -1)
}

function camel(...words: readonly string[]): string {
  const parts = words.flatMap((word) => word.split(/[^a-zA-Z0-9]+/)).filter((part) => part !== '')
  return parts.map((part, at) => (at === 0 ? part : capitalised(part))).join('')
}
