import type { Schema } from './openapi-schemas.ts'

type Samples = Readonly<Record<string, string | number | boolean>>

const ANYWHERE: Samples = { created_at: 1710489600, updated_at: 1710489600, currency: 'RON' }

const PARTY: Samples = {
  name: 'Tech Solutions SRL',
  rc: 'J40/5678/2021',
  email: 'contact@techsolutions.ro',
  phone: '+40722334455',
  address: 'Bd. Tehnologie nr. 100',
  city: 'București, Sectorul 2',
  county: 'București',
  postal_code: '020331',
  bank: 'BCR',
  iban: 'RO49AAAA1B31007593840000',
  contact_person: 'Ana Ionescu',
  type: 'company',
  client_type: 'b2b',
}

const INVOICE: Samples = {
  date: '2024-03-15',
  due_date: '2024-04-15',
  client_id: 'cli_1a2b3c4d5e',
  subtotal: 10500,
  vat_amount: 1995,
  total: 12495,
  paid_amount: 0,
  remaining_amount: 12495,
  is_paid: false,
  is_draft: false,
  is_voided: false,
  is_void: false,
  is_storno: false,
  is_storned: false,
  observations: 'Payment terms: 30 days net',
  series: 'CTZ',
  series_id: 'ser_k3m9q0w2zt',
  full_number: 'CTZ-2024-00123',
  number_idx: 123,
  exchange_rate: 1,
  subtotal_ron: 10500,
  vat_amount_ron: 1995,
  total_ron: 12495,
  with_vat_inverted: false,
  prices_include_vat: false,
  vat_on_collection: false,
  efactura_status: 'not_sent',
  with_delegate: false,
  work_point_id: 'wp_k3m9q0w2zt',
  status: 'issued',
}

/** The figures of the contract's reference responses, so that generated examples look like an answer. By schema. */
const SAMPLES: Readonly<Record<string, Samples>> = {
  Client: {
    ...PARTY,
    cui: '98765432',
    cui_prefix: 'RO',
    country: 'RO',
    bank_name: 'BCR',
    modified_at: '2024-03-15T08:00:00.000Z',
  },
  Buyer: { ...PARTY, id: '1a2b3c4d5e', cui: 'RO98765432', country: 'Romania' },
  Invoice: INVOICE,
  ListedInvoice: INVOICE,
  WrittenInvoice: INVOICE,
  PaidInvoice: { ...INVOICE, paid_amount: 10, remaining_amount: 12485, payment_id: 'pay_2w9e4t7y1u' },
  VoidedInvoice: { ...INVOICE, is_voided: true, is_void: true, status: 'voided' },
  ReinstatedInvoice: INVOICE,
  InvoiceLine: {
    id: 'lin_5d8r1p6m3q',
    description: 'Web Development Services - March 2024',
    name: 'Web Development Services - March 2024',
    quantity: 40,
    unit: 'ora',
    unit_of_measure: 'ora',
    price: 250,
    vat_rate: 19,
    subtotal: 10000,
    vat_amount: 1900,
    total: 11900,
    vat_category: 'S',
    save_as_product: false,
    storned_quantity: 0,
  },
  Payment: {
    id: 'pay_2w9e4t7y1u',
    amount: 5000,
    date: '2024-04-02',
    payment_date: '2024-04-02',
    type: 'bank_transfer',
    payment_method: 'bank_transfer',
    type_description: 'Ordin de plată',
    reference: 'OP 1287',
    invoice_id: 'inv_7h2c5v8n1x',
    invoice_cz_uid: 'inv_7h2c5v8n1x',
  },
  InvoiceSeries: {
    name: 'CTZ',
    prefix: 'CTZ',
    start_number: 123,
    next_number: 124,
    padding: 5,
    year: 2024,
    is_primary: true,
    is_default: true,
  },
  Job: {
    kind: 'efactura.upload',
    subject: 'inv_7h2c5v8n1x',
    state: 'failed',
    attempts: 8,
    last_error: 'No answer within 30 seconds.',
  },
  WorkPoint: { name: 'Sediu', address: 'Str. Fabricii nr. 12', city: 'Cluj-Napoca', county: 'Cluj' },
  BankAccount: { bank_name: 'Banca Transilvania', bank: 'Banca Transilvania', iban: 'RO49AAAA1B31007593840000' },
  Currency: { code: 'EUR', name: 'Euro' },
  Unit: { name: 'oră', code: 'HUR' },
  Warning: { code: 'wrong_check_digit', field: 'cui', message: 'the check digit is wrong; please verify the code' },
}

/** RO e-Factura writes its instants as text, the rest of the API as Unix seconds. */
function inFormat(sample: Samples[string] | undefined, format: unknown) {
  return typeof sample === 'number' && format === 'date-time' ? new Date(sample * 1000).toISOString() : sample
}

/** The schema of that name with a sample for each of its fields that has one. */
export function withSamples(name: string, schema: Schema): Schema {
  const samples = { ...ANYWHERE, ...SAMPLES[name] }
  const properties = Object.entries(schema.properties ?? {}).map(([field, content]) => {
    const sample = inFormat(samples[field], content.format)
    const isFree = content.type !== undefined && content.examples === undefined && content.const === undefined
    return [field, sample !== undefined && isFree ? { ...content, examples: [sample] } : content]
  })
  return schema.properties ? { ...schema, properties: Object.fromEntries(properties) } : schema
}
