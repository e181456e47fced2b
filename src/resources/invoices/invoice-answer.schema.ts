import Type, { type TObject, type TSchema } from 'typebox'
import { Amount, DayText, Nullable, NullableText, Text, UnixSeconds, Warnings } from '../../http/answers.ts'
import { ClientJson } from '../clients/client.schema.ts'
import { WRITTEN_EFACTURA } from './written-efactura.schema.ts'

/** Schemas of the answers of contract 18.2 to 18.4, in the order of the reference response. */
const Rate = Type.Number({ description: 'Percent.' })
const Quantity = Type.Number({ description: 'Up to 6 decimals.' })

export const LineJson = Type.Object(
  {
    id: Text,
    description: Text,
    quantity: Quantity,
    unit: Text,
    price: Type.Number({ description: 'Net unit price, up to 8 decimals.' }),
    vat_rate: Rate,
    subtotal: Amount,
    vat_amount: Amount,
    total: Amount,
    name: Text,
    unit_of_measure: Text,
    description_extended: NullableText,
    price_with_vat: Nullable(Type.Number()),
    vat_key: NullableText,
    vat_category: Type.String({ description: 'UNTDID 5305: S, Z, E, AE, K, G or O.' }),
    vat_exemption_code: NullableText,
    vat_exemption_reason: NullableText,
    discount_percent: Nullable(Type.Number()),
    discount_amount: Nullable(Amount),
    discount_reason: NullableText,
    charge_percent: Nullable(Type.Number()),
    charge_amount: Nullable(Amount),
    charge_reason: NullableText,
    product_id: NullableText,
    sku: NullableText,
    ubl_um: NullableText,
    ubl_nc: NullableText,
    ubl_cpv: NullableText,
    save_as_product: Type.Boolean(),
    storned_quantity: Type.Number({ description: 'How much of the quantity stornos have taken back.' }),
  },
  { title: 'InvoiceLine' },
)

export const PaymentJson = Type.Object(
  {
    id: Text,
    object: Type.Literal('payment'),
    amount: Amount,
    currency: Text,
    date: DayText,
    payment_date: DayText,
    type: Text,
    payment_method: Text,
    type_description: Text,
    reference: NullableText,
    observations: NullableText,
    description: NullableText,
    status: Type.Literal('success'),
    invoice_id: Text,
    invoice_cz_uid: Text,
    invoice: Type.Object({ id: Text, number: NullableText, total: Amount, currency: Text }),
    client: Type.Object({ id: Text, name: Text }),
    transaction_id: Type.Null(),
    gateway: Type.Null(),
    gateway_response: Type.Object({}),
    metadata: Type.Object({}),
    created_at: UnixSeconds,
  },
  { title: 'Payment' },
)

const BuyerJson = Type.Object(
  {
    id: Type.String({ description: 'Without prefix.' }),
    name: Text,
    cui: Nullable(Type.String({ description: 'With prefix.' })),
    rc: NullableText,
    email: NullableText,
    phone: NullableText,
    address: NullableText,
    city: NullableText,
    county: NullableText,
    country: Type.String({ description: 'English name.' }),
    bank: NullableText,
    iban: NullableText,
    postal_code: NullableText,
    contact_person: NullableText,
    type: Text,
    client_type: Text,
  },
  { title: 'Buyer', description: 'The client as it stood when the document was issued.' },
)

const AdjustmentJson = Type.Object(
  {
    percent: Nullable(Type.Number()),
    amount: Amount,
    vat_amount: Amount,
    reason: NullableText,
  },
  { title: 'Adjustment' },
)

const EfacturaJson = Type.Object(
  {
    object: Type.Literal('efactura_submission'),
    id: Nullable(Type.Integer()),
    status: NullableText,
    environment: NullableText,
    upload_id: NullableText,
    download_id: NullableText,
    submitted_at: NullableText,
    decided_at: NullableText,
    deadline: Nullable(DayText),
    errors: Type.Array(Text),
    error_code: Type.Union([Text, Type.Null()], {
      description:
        'Why it waits: `oauth_not_configured`, `oauth_expired`; told when it is issued, `efactura_held`: it does not go by itself.',
    }),
    message: Type.Union([Text, Type.Null()], { description: 'The same in words.' }),
  },
  { title: 'EfacturaSubmission' },
)

const fields = {
  id: Type.String({ examples: ['inv_7h2c5v8n1x'] }),
  object: Type.Literal('invoice'),
  number: Nullable(Type.String({ examples: ['CTZ-2024-00123'], description: 'Null for drafts.' })),
  document_type: Type.Union([Type.Literal('fiscal'), Type.Literal('proforma')]),
  date: DayText,
  due_date: Nullable(DayText),
  client: Type.Union([BuyerJson, ClientJson]),
  client_id: Text,
  lines: Type.Array(LineJson),
  payments: Type.Array(PaymentJson),
  subtotal: Amount,
  vat_amount: Amount,
  total: Amount,
  currency: Text,
  is_paid: Type.Boolean(),
  paid_amount: Amount,
  remaining_amount: Amount,
  observations: NullableText,
  created_at: UnixSeconds,
  updated_at: UnixSeconds,
  is_draft: Type.Boolean(),
  is_voided: Type.Boolean(),
  is_void: Type.Boolean(),
  voided_at: Nullable(Type.String({ format: 'date-time' })),
  void_reason: NullableText,
  paid_at: Nullable(DayText),
  series: Text,
  series_id: Text,
  full_number: NullableText,
  number_idx: Nullable(Type.Integer()),
  exchange_rate: Type.Number({ description: 'RON per unit of the currency.' }),
  subtotal_ron: Amount,
  vat_amount_ron: Amount,
  total_ron: Amount,
  vat_breakdown: Type.Array(Type.Object({ vat_key: Text, vat_rate: Rate, subtotal: Amount, vat_amount: Amount })),
  discounts: Type.Array(AdjustmentJson),
  charges: Type.Array(AdjustmentJson),
  mentions: Type.Array(Text, { description: 'What the law wants said on the document, in Romanian.' }),
  is_storno: Type.Boolean({ description: 'This document is the reversal of another.' }),
  storno_for: NullableText,
  storno_for_number: NullableText,
  storno_bill_id: NullableText,
  is_storned: Type.Boolean({ description: 'Nothing is left to reverse.' }),
  storned_by: Nullable(Type.String({ description: 'The latest storno of this document.' })),
  payment_method: NullableText,
  payment_type: NullableText,
  payment_installments: Nullable(Type.Integer()),
  payment_url: Type.Null(),
  notes: NullableText,
  info: NullableText,
  with_vat_inverted: Type.Boolean(),
  prices_include_vat: Type.Boolean(),
  vat_on_collection: Type.Boolean({ description: 'TVA la încasare.' }),
  efactura_enabled: Type.Boolean(),
  efactura_status: NullableText,
  efactura_submission_id: Nullable(Type.Integer()),
  spv_environment: NullableText,
  with_delegate: Type.Boolean(),
  delegate: Nullable(
    Type.Object({
      delegate_name: NullableText,
      delegate_ci: NullableText,
      delegate_transport: NullableText,
      delegate_date: Nullable(DayText),
      delegate_time: NullableText,
    }),
  ),
  work_point_id: Text,
  items: Nullable(Type.Array(LineJson, { description: 'The same as lines.' })),
  status: Type.Union(['draft', 'issued', 'overdue', 'paid', 'voided'].map((status) => Type.Literal(status))),
  efactura: Type.Optional(EfacturaJson),
}

export const InvoiceJson: TObject = Type.Object({ ...fields }, { title: 'Invoice' })
export const InvoiceRowJson: TObject = Type.Object(
  {
    ...fields,
    lines: Type.Optional(fields.lines),
    payments: Type.Optional(fields.payments),
  },
  { title: 'ListedInvoice' },
)

/** The answer to a write: the invoice, its warnings, and the keys that older clients look for. */
export function writtenInvoice(title = 'WrittenInvoice', extra: Record<string, TSchema> = {}): TObject {
  return Type.Object({ ...fields, warnings: Warnings, ...WRITTEN_EFACTURA, ...extra }, { title })
}
