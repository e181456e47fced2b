import { addDays, type Day } from '../../domain/dates.ts'
import { type Moment, someTimeOn, workingDayUntil } from './calendar.ts'
import { type Chance, chanceOf } from './chance.ts'
import { ibanOf, inventCnp, inventCui, inventGermanVatId } from './identifiers.ts'
import type { Step } from './plan.ts'

/** What becomes of an invoice that is sent: `queued` still waits for its time. */
export type Fate = 'accepted' | 'rejected' | 'queued'

export interface Sending {
  readonly id: string
  readonly at: Moment
  readonly fate: Fate
}

export interface SandboxPlan {
  /** Before the first of the steps. */
  readonly since: Moment
  readonly steps: readonly Step[]
  /** When an invoice of a supplier arrived. */
  readonly samples: readonly Moment[]
  /** In the order of time. */
  readonly sendings: readonly Sending[]
}

const SENT_AFTER_SECONDS = 3_600

/** A few weeks of a company that sends e-invoices: one of each kind, and one in each state. */
export function planSandbox(today: Day): SandboxPlan {
  const chance = chanceOf('Birotica Carpaților, test')
  const on = (daysAgo: number) => someTimeOn(workingDayUntil(addDays(today, -daysAgo)), chance)
  const since = { ...on(40), second: 5 * 3600 }
  const clients = clientsOf(chance).map(([id, body]): Step => ({ what: 'create client', at: since, id, body }))
  const documents = DOCUMENTS.map((planned) => ({ ...planned, at: on(planned.daysAgo) }))
  return {
    since,
    steps: [...clients, ...documents.map(({ id, at, body }): Step => ({ what: 'create invoice', at, id, body }))],
    samples: [15, 6].map(on),
    sendings: documents.flatMap(({ id, at, fate }): Sending[] =>
      fate === null ? [] : [{ id, fate, at: { ...at, second: at.second + SENT_AFTER_SECONDS } }],
    ),
  }
}

/** Ids that the examples of the manual name. */
const GOOD_CLIENT_ID = 'cli_test000001'

type Body = Readonly<Record<string, unknown>>

const clientsOf = (chance: Chance): readonly (readonly [id: string, body: Body])[] => [
  [
    GOOD_CLIENT_ID,
    {
      name: 'Transilvania Proiect SRL',
      cui: `RO${inventCui(chance)}`,
      rc: 'J12/904/2016',
      address: 'Bd. Eroilor nr. 5',
      city: 'Cluj-Napoca',
      county: 'Cluj',
      email: 'office@transilvania-proiect.example',
      iban: ibanOf('BTRL', 'RONCRT0911204501'),
      bank: 'Banca Transilvania',
    },
  ],
  [
    'cli_test000002',
    {
      name: 'Dâmbovița Media SRL',
      cui: `RO${inventCui(chance)}`,
      rc: 'J40/5521/2018',
      address: 'Calea Moșilor nr. 112',
      city: 'București, Sectorul 2',
      county: 'București',
      email: 'contabilitate@dambovita-media.example',
    },
  ],
  [
    'cli_test000003',
    {
      name: 'Maria Ardelean',
      type: 'person',
      cui: inventCnp(chance, true),
      address: 'Str. Republicii nr. 40, ap. 3',
      city: 'Brașov',
      county: 'Brașov',
      email: 'maria.ardelean@posta.example',
    },
  ],
  [
    'cli_test000004',
    {
      name: 'Rheinbogen Büro GmbH',
      type: 'company',
      cui: inventGermanVatId(chance),
      address: 'Uferstraße 18',
      city: 'Köln',
      country: 'DE',
      email: 'rechnung@rheinbogen-buero.example',
    },
  ],
]

interface Planned {
  readonly id: string
  readonly daysAgo: number
  /** Null where it is not sent. */
  readonly fate: Fate | null
  readonly body: Body
}

const consultancy = { description: 'Servicii de consultanță IT', unit: 'oră', quantity: 12, price: 240, vat_rate: 21 }
const paper = { description: 'Hârtie copiator A4, 80 g/mp', unit: 'top', quantity: 40, price: 21.9, vat_rate: 21 }
const chair = { description: 'Scaun ergonomic de birou', unit: 'buc', quantity: 3, price: 689, vat_rate: 21 }
const hosting = { description: 'Abonament găzduire web și poștă', unit: 'lună', quantity: 1, price: 149, vat_rate: 21 }

const DOCUMENTS: readonly Planned[] = [
  {
    id: 'inv_testsent01',
    daysAgo: 28,
    fate: 'accepted',
    body: { client_id: GOOD_CLIENT_ID, items: [consultancy, hosting], observations: 'Conform contractului 14/2026' },
  },
  {
    id: 'inv_testsent02',
    daysAgo: 24,
    fate: 'accepted',
    body: { client_id: 'cli_test000003', items: [chair], due_days: 0 },
  },
  {
    id: 'inv_testsent03',
    daysAgo: 20,
    fate: 'accepted',
    body: {
      client_id: 'cli_test000004',
      items: [{ ...chair, price: 138, vat_rate: 0, vat_key: 'K' }],
      currency: 'EUR',
      currency_rate: 5.0951,
    },
  },
  {
    id: 'inv_testsent04',
    daysAgo: 13,
    fate: 'accepted',
    body: {
      client_id: 'cli_test000002',
      items: [paper],
      discounts: [{ percent: 5, reason: 'Discount de fidelitate' }],
    },
  },
  { id: 'inv_testreject', daysAgo: 5, fate: 'rejected', body: { client_id: 'cli_test000002', items: [paper, chair] } },
  { id: 'inv_testqueue1', daysAgo: 2, fate: 'queued', body: { client_id: GOOD_CLIENT_ID, items: [hosting] } },
  { id: 'inv_testopen01', daysAgo: 1, fate: null, body: { client_id: GOOD_CLIENT_ID, items: [consultancy] } },
  { id: 'inv_testopen02', daysAgo: 1, fate: null, body: { client_id: 'cli_test000002', items: [chair] } },
  // Its client has a mistake that is told before the number is spent.
  {
    id: 'inv_testdraft1',
    daysAgo: 1,
    fate: null,
    body: {
      client_data: { name: 'Moara Veche SRL', cui: 'RO90112233', address: 'Str. Morii nr. 1', city: 'Turda' },
      items: [paper],
      is_draft: true,
    },
  },
]
