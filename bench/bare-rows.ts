import { numberParts, numberText } from '../src/domain/number-parts.ts'
import type { Engine, Row, Value } from '../src/store/conn.ts'
import { newId } from '../src/store/ctx.ts'

export interface Statement {
  readonly sql: string
  readonly params: readonly Value[]
}

/** The rows of one invoice of three lines, taken from the data set and given new ids each time. */
export interface Template {
  readonly texts: readonly string[]
  /** The ready answer. */
  readonly answer: string
  rowsOf(clientId: string, idempotencyKey: string): readonly Statement[]
}

type Read = (sql: string, params: readonly Value[]) => Promise<Row[]>
type Cells = Record<string, Value>

const TALLY_KEY = 'company_id, client_id, work_point_id, series_id, document_type, currency, state, month'
const FIGURES = [
  'invoices_count',
  'invoiced_bani',
  'collected_bani',
  'unpaid_bani',
  'settled_count',
  'settled_days',
  'months',
  'last_payment',
]

/** Made from one open invoice in RON. The statements are those that a create of ours writes, no more and no fewer. */
export async function makeTemplate(engine: Engine, read: Read): Promise<Template> {
  const texts = makeTexts(engine)
  const one = async (sql: string) => (await read(sql, []))[0] as Cells
  const invoice = await one(
    `select * from invoice where state = 'open' and document_type = 'fiscal' and currency = 'RON' order by seq desc limit 1`,
  )
  const lines = (await read(
    `select * from invoice_line where invoice_id = '${invoice.id}' order by position`,
    [],
  )) as Cells[]
  const event = await one(`select * from event where object_id = '${invoice.id}' order by seq limit 1`)
  const client = await one(`select * from client where id = '${invoice.client_id}'`)
  const counter = await one(`select * from series_counter where series_id = '${invoice.series_id}'`)
  const answer = (await one(`select body from bench_answer where id like 'inv%' limit 1`)).body as string
  const key = { company_id: invoice.company_id as Value, key_id: event.actor_id as Value, route: 'POST /v1/invoices' }
  let number = Number(counter.last_number)

  const company = {
    work_point_id: invoice.work_point_id,
    series_id: invoice.series_id,
    document_type: 'fiscal',
    currency: 'RON',
  } as Cells
  const nobody = { work_point_id: '', series_id: '', document_type: '', currency: '' }
  const cell = (clientId: string, of: Cells, month: string): Cells => ({
    company_id: invoice.company_id as Value,
    client_id: clientId,
    ...of,
    state: 'open',
    month,
    n: 1,
  })

  const invoiceCells = without(invoice, 'seq')
  const eventCells = without(event, 'seq')
  const insertInvoice = texts.insert('invoice', [invoiceCells])
  const insertLines = texts.insert('invoice_line', lines)
  const partsOf = (id: string, text: string, clientId: string) =>
    numberParts(text).flatMap(({ text: part, shared }) =>
      values({ company_id: invoice.company_id as Value, part, invoice_id: id, shared, client_id: clientId }),
    )
  const aPart = { company_id: '', part: '', invoice_id: '', shared: 0, client_id: '' }
  // As many as the numbers of the data set have, which carry no leading zeros by now.
  const insertParts = texts.insert('invoice_number_part', [aPart, aPart, aPart])
  const insertEvent = texts.insert('event', [eventCells])
  const blankAnswer = {
    ...key,
    idempotency_key: '',
    request_hash: '',
    status: 201,
    body: answer,
    created_at: Number(invoice.created_at),
  }
  const insertAnswer = texts.insert('idempotency', [blankAnswer])
  const month = String(invoice.date).slice(0, 7)
  const addTally = texts.insert(
    'invoice_tally',
    [cell('', company, month), cell('x', nobody, '')],
    `on conflict (${TALLY_KEY}) do update set n = invoice_tally.n + excluded.n`,
  )
  const saveFigures = texts.update('client', FIGURES, ['company_id', 'id'])
  const saveCounter = texts.update(
    'series_counter',
    ['last_number', 'last_date', 'last_hash'],
    ['company_id', 'series_id', 'period'],
  )

  const rowsOf = (clientId: string, idempotencyKey: string): Statement[] => {
    const id = newId('inv')
    number++
    const text = `FAC-${String(invoice.date).slice(0, 4)}-${number}`
    const numbered = {
      number_idx: number,
      number: text,
      number_sort: text,
      number_text: numberText(text),
      client_id: clientId,
    }
    return [
      { sql: insertAnswer, params: values({ ...blankAnswer, idempotency_key: idempotencyKey, request_hash: id }) },
      { sql: insertInvoice, params: values({ ...invoiceCells, id, ...numbered }) },
      { sql: insertLines, params: lines.flatMap((line) => values({ ...line, id: newId('lin'), invoice_id: id })) },
      { sql: insertParts, params: partsOf(id, text, clientId) },
      { sql: insertEvent, params: values({ ...eventCells, id: newId('evt'), object_id: id }) },
      {
        sql: saveFigures,
        params: [...FIGURES.map((name) => client[name] as Value), invoice.company_id as Value, clientId],
      },
      // What every other issuer waits for comes last.
      { sql: addTally, params: [cell('', company, month), cell(clientId, nobody, '')].flatMap(values) },
      {
        sql: saveCounter,
        params: [
          number,
          invoice.date as Value,
          invoice.hash as Value,
          invoice.company_id as Value,
          invoice.series_id as Value,
          0,
        ],
      },
    ]
  }
  return { texts: texts.all, answer, rowsOf }
}

function makeTexts(engine: Engine) {
  const all: string[] = []
  const keep = (sql: string) => {
    all.push(sql)
    return sql
  }
  const placeholders = () => {
    let n = 0
    return () => (engine === 'sqlite' ? '?' : `$${++n}`)
  }
  return {
    all,
    insert(table: string, rows: readonly Cells[], onConflict = '') {
      const next = placeholders()
      const columns = Object.keys(rows[0] ?? {})
      const tuples = rows.map(() => `(${columns.map(next).join(', ')})`)
      return keep(`insert into ${table} (${columns.join(', ')}) values ${tuples.join(', ')} ${onConflict}`)
    },
    update(table: string, set: readonly string[], where: readonly string[]) {
      const next = placeholders()
      const are = (names: readonly string[]) => names.map((name) => `${name} = ${next()}`)
      return keep(`update ${table} set ${are(set).join(', ')} where ${are(where).join(' and ')}`)
    },
  }
}

function values(row: Cells): Value[] {
  return Object.values(row)
}

function without(row: Cells, name: string): Cells {
  return Object.fromEntries(Object.entries(row).filter(([key]) => key !== name))
}
