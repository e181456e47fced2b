import Type from 'typebox'
import { fieldError } from '../../domain/errors.ts'
import { day, flag, id, object, oneOf, optional, type Reader, text, type ValueOf } from '../../http/fields.ts'
import { pagingFields } from '../../http/paging.ts'
import { currency } from './invoice.schema.ts'
import type { InvoiceFilter, Sort } from './invoice-filter.store.ts'
import type { Cursor, ListedRow } from './invoice-list.store.ts'

/** The three spellings of contract 1.8: `expand[]=a`, `expand=a,b`, `expand[0]=a`. Unknown names are ignored. */
const expand: Reader<ReadonlySet<string>> = {
  schema: Type.Array(Type.Union(['lines', 'payments', 'client', 'efactura'].map((name) => Type.Literal(name))), {
    description: 'Also one text with commas: expand=lines,payments.',
  }),
  read(value) {
    const sent = Array.isArray(value)
      ? value
      : typeof value === 'object' && value !== null
        ? Object.values(value)
        : [value]
    return new Set(sent.flatMap((part) => (typeof part === 'string' ? part.split(',').map((name) => name.trim()) : [])))
  },
}

export const ReadQuery = object({ expand: optional(expand) })

const status = oneOf(['draft', 'issued', 'paid', 'overdue', 'voided'], {
  sent: 'issued',
  unpaid: 'issued',
  cancelled: 'voided',
  canceled: 'voided',
  void: 'voided',
})

export const ListQuery = object({
  ...pagingFields,
  expand: optional(expand),
  client_id: optional(id('cli')),
  series_id: optional(id('ser')),
  document_type: optional(oneOf(['fiscal', 'proforma'], { invoice: 'fiscal' })),
  status: optional(status),
  is_paid: optional(flag),
  currency: optional(currency),
  start_date: optional(day, 'date_from'),
  end_date: optional(day, 'date_to'),
  search: optional(
    text({
      max: 100,
      description:
        'In the client’s name, e-mail, code and city, anywhere; or the beginning of the number or of one of its parts: `FAC-2026-00123` is found by `fac-2026`, `2026-001`, `00123` and `123`. Case and diacritics do not matter.',
    }),
    'q',
  ),
  sort: optional(oneOf(['date', 'created_at', 'due_date', 'total', 'number'])),
  order: optional(oneOf(['asc', 'desc'])),
  after: optional(
    text({ max: 200, description: 'The next_cursor of the page before. As fast on the last page as on the first.' }),
  ),
})

export function filterOf(query: ValueOf<typeof ListQuery>, workPointId: string | null): InvoiceFilter {
  return {
    workPointId: workPointId ?? undefined,
    clientId: query.client_id,
    seriesId: query.series_id,
    documentType: query.document_type,
    status: query.status,
    isPaid: query.is_paid,
    currency: query.currency,
    from: query.start_date,
    to: query.end_date,
    search: query.search ?? undefined,
  }
}

/** A cursor holds for the order it was made for: a day compared with totals would mean nothing. */
export function readCursor(sent: string | null | undefined, sort: Sort): Cursor | null {
  if (!sent) return null
  const isNumeric = sort === 'created_at' || sort === 'total'
  try {
    const [value, numberSort, seq] = JSON.parse(Buffer.from(sent, 'base64url').toString('utf8')) as unknown[]
    const isValue = isNumeric ? Number.isSafeInteger(value) : isSortText(value)
    if (isValue && isSortText(numberSort) && Number.isSafeInteger(seq)) {
      return { value: value as string | number, numberSort, seq: seq as number }
    }
  } catch {
    // Not one of ours; refused below.
  }
  throw fieldError('invalid_field_value', { path: 'after', code: 'no_such_page' })
}

function isSortText(value: unknown): value is string {
  return typeof value === 'string' && value.isWellFormed() && !value.includes('\0')
}

export function cursorOf(row: ListedRow): string {
  return Buffer.from(JSON.stringify([row.sort_value, row.number_sort, row.seq])).toString('base64url')
}
