import { addDays, type Day, unixMidnightUtc } from '../../domain/dates.ts'
import type { Chance } from './chance.ts'

/** A moment of a working day. Seconds are counted from midnight UTC, which is 2 or 3 in the morning in București. */
export interface Moment {
  readonly day: Day
  readonly second: number
}

const MORNING = 6 * 3600
const EVENING = 15 * 3600
/** Legal holidays of Romania with a fixed date (Codul muncii art. 139), `MM-DD`. */
const HOLIDAYS: ReadonlySet<string> = new Set(
  '01-01 01-02 01-06 01-07 01-24 05-01 06-01 08-15 11-30 12-01 12-25 12-26'.split(' '),
)

export function isWorkingDay(day: Day): boolean {
  // 1970-01-01 was a Thursday.
  const weekday = (Math.floor(unixMidnightUtc(day) / 86_400) + 3) % 7
  return weekday < 5 && !HOLIDAYS.has(day.slice(5))
}

/** The day itself, or the next one on which people work. */
export function workingDayFrom(day: Day): Day {
  return isWorkingDay(day) ? day : workingDayFrom(addDays(day, 1))
}

export function workingDayUntil(day: Day): Day {
  return isWorkingDay(day) ? day : workingDayUntil(addDays(day, -1))
}

export function someTimeOn(day: Day, chance: Chance): Moment {
  return { day, second: chance.whole(MORNING, EVENING) }
}

/** Some time `days` later, on a working day; with 0, later on the same day. */
export function after(moment: Moment, days: number, chance: Chance): Moment {
  if (days <= 0) return { day: moment.day, second: moment.second + chance.whole(120, 1_800) }
  return someTimeOn(workingDayFrom(addDays(moment.day, days)), chance)
}

export function unixOf({ day, second }: Moment): number {
  return unixMidnightUtc(day) + second
}

/** RON per euro about the middle of a month; later months go on from the last one. */
const EURO: readonly (readonly [month: string, rate: number])[] = [
  ['2023-01', 49_300],
  ['2024-01', 49_740],
  ['2025-04', 49_775],
  ['2025-05', 50_900],
  ['2025-06', 50_450],
  ['2025-07', 50_700],
  ['2025-10', 50_880],
  ['2026-01', 50_950],
]

/** The rate of a day, believable and with four decimals as BNR writes them. */
export function euroRate(day: Day): number {
  const month = day.slice(0, 7)
  const base = EURO.findLast(([since]) => since <= month)?.[1] ?? 49_200
  const days = Math.floor(unixMidnightUtc(day) / 86_400)
  const swing = Math.round(70 * Math.sin(days / 9) + 35 * Math.sin(days / 2.7))
  return (base + swing) / 10_000
}
