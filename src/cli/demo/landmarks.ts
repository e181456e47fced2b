import { addDays, type Day } from '../../domain/dates.ts'
import { someTimeOn, workingDayUntil } from './calendar.ts'
import type { Chance } from './chance.ts'
import { type Item, lineOf } from './invent-lines.ts'
import { CATALOGUE, type Theme } from './lists/goods.ts'
import type { Step } from './plan.ts'

/** What the examples of the documentation name. They stay valid as long as those examples do. */
export const GOOD_CLIENT_ID = 'cli_demo000001'
export const SPARE_CLIENT_ID = 'cli_demospare1'
export const WORK_POINT_ID = 'wp_demo000001'
/** A job that was given up, so that there is one to look at and to retry. */
export const JOB_ID = 'job_demo000001'
/** Of the last days, and never deleted: where it is, the demo is complete. */
export const LAST_LANDMARK_ID = 'inv_demoopen03'
export const SERIES_IDS = {
  fiscal: 'ser_demo000001',
  proforma: 'ser_demo000002',
  foreign: 'ser_demo000003',
  spare: 'ser_demospare1',
} as const

interface Landmark {
  readonly id: string
  readonly daysAgo: number
  readonly isDraft?: boolean
  readonly lines: readonly (readonly [theme: Theme, at: number])[]
}

const INVOICES: readonly Landmark[] = [
  {
    id: 'inv_demo000001',
    daysAgo: 21,
    lines: [
      ['services', 0],
      ['hardware', 1],
      ['office', 0],
    ],
  },
  {
    id: 'inv_demo000002',
    daysAgo: 18,
    lines: [
      ['furniture', 1],
      ['books', 2],
    ],
  },
  { id: 'inv_demovoid01', daysAgo: 16, lines: [['office', 1]] },
  {
    id: 'inv_demoopen01',
    daysAgo: 12,
    lines: [
      ['office', 0],
      ['pantry', 0],
    ],
  },
  { id: 'inv_demoopen02', daysAgo: 9, lines: [['furniture', 6]] },
  {
    id: LAST_LANDMARK_ID,
    daysAgo: 6,
    lines: [
      ['hardware', 3],
      ['hardware', 7],
    ],
  },
  { id: 'inv_demodraft1', daysAgo: 2, isDraft: true, lines: [['services', 2]] },
  { id: 'inv_demodraft2', daysAgo: 2, isDraft: true, lines: [['office', 4]] },
]

/** Documents of the last weeks under ids that are known beforehand, all of one good client. */
export function landmarks(chance: Chance, today: Day): Step[] {
  const on = (daysAgo: number) => someTimeOn(workingDayUntil(addDays(today, -daysAgo)), chance)
  const documents = INVOICES.map(({ id, daysAgo, isDraft, lines }): Step => {
    const at = on(daysAgo)
    return {
      what: 'create invoice',
      at,
      id,
      body: {
        client_id: GOOD_CLIENT_ID,
        items: lines.map(([theme, index]) => item(chance, theme, index, at.day)),
        due_days: 60,
        observations: 'Vă mulțumim pentru colaborare!',
        is_draft: isDraft ?? false,
      },
    }
  })
  const pay = (id: string, invoiceId: string, percent: number, daysAgo: number): Step => ({
    what: 'pay invoice',
    at: on(daysAgo),
    id,
    invoiceId,
    percent,
    method: 'bank_transfer',
    reference: `OP ${chance.whole(100, 9_999)}`,
  })
  return [
    ...documents,
    pay('pay_demo000001', 'inv_demo000001', 40, 8),
    pay('pay_demo000002', 'inv_demo000002', 50, 5),
    { what: 'void invoice', at: on(11), id: 'inv_demovoid01', reason: 'Emisă din greșeală' },
  ]
}

function item(chance: Chance, theme: Theme, at: number, day: Day): Item {
  const good = CATALOGUE[theme][at]
  if (!good) throw new RangeError(`${theme} has no good number ${at}`)
  return lineOf(chance, good, { theme, count: 1, day, perLeu: 1, pricesIncludeVat: false, vatKey: null })
}
