import { addDays, type Day, weekdayOf, yearOf } from './dates.ts'

/** A holiday of every year since the law that made it: on a date, or days after the Orthodox Easter Sunday. */
interface Holiday {
  readonly since: number
  readonly on: { readonly date: `${number}-${number}` } | { readonly afterEaster: number }
}

/** Public holidays in Romania (Codul muncii art. 139; contract efactura 3.1). */
const HOLIDAYS: readonly Holiday[] = [
  { since: 1990, on: { date: '01-01' } },
  { since: 1990, on: { date: '01-02' } },
  { since: 2024, on: { date: '01-06' } },
  { since: 2024, on: { date: '01-07' } },
  { since: 2017, on: { date: '01-24' } },
  { since: 2018, on: { afterEaster: -2 } },
  { since: 1990, on: { afterEaster: 0 } },
  { since: 1990, on: { afterEaster: 1 } },
  { since: 1990, on: { date: '05-01' } },
  { since: 2017, on: { date: '06-01' } },
  { since: 2008, on: { afterEaster: 49 } },
  { since: 2008, on: { afterEaster: 50 } },
  { since: 2009, on: { date: '08-15' } },
  { since: 2012, on: { date: '11-30' } },
  { since: 1990, on: { date: '12-01' } },
  { since: 1990, on: { date: '12-25' } },
  { since: 1990, on: { date: '12-26' } },
]

const SATURDAY = 6
const yearsKnown = new Map<number, ReadonlySet<Day>>()

/** Monday to Friday, and no public holiday. */
export function isWorkingDay(day: Day): boolean {
  return weekdayOf(day) < SATURDAY && !holidaysOf(yearOf(day)).has(day)
}

/** The day `count` working days after `day`, which itself is not counted (Regulation 1182/71). */
export function addWorkingDays(day: Day, count: number): Day {
  let result = day
  for (let left = count; left > 0; ) {
    result = addDays(result, 1)
    if (isWorkingDay(result)) left--
  }
  return result
}

/** Easter Sunday of the Orthodox Church: the Julian computus of Meeus, moved to the Gregorian calendar (1900–2099). */
export function orthodoxEaster(year: number): Day {
  const moon = (19 * (year % 19) + 15) % 30
  const sunday = (2 * (year % 4) + 4 * (year % 7) - moon + 34) % 7
  return addDays(`${year}-04-03`, moon + sunday + 1)
}

function holidaysOf(year: number): ReadonlySet<Day> {
  const known = yearsKnown.get(year)
  if (known) return known
  const easter = orthodoxEaster(year)
  const days = HOLIDAYS.filter(({ since }) => since <= year).map(({ on }) =>
    'date' in on ? `${year}-${on.date}` : addDays(easter, on.afterEaster),
  )
  const made = new Set(days)
  yearsKnown.set(year, made)
  return made
}
