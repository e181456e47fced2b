import type { Day } from '../domain/dates.ts'

/** The only source of time. Tests and the demo hand in their own. */
export interface Clock {
  nowMs(): number
}

export const systemClock: Clock = { nowMs: () => Date.now() }

const bucharest = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'Europe/Bucharest',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
})
let minute = -1
let day = '' as Day

/** The calendar day in Europe/Bucharest. Formatting costs microseconds, so the answer is kept for the minute. */
export function bucharestDay(nowMs: number): Day {
  const current = Math.floor(nowMs / 60_000)
  if (current !== minute) {
    minute = current
    day = bucharest.format(nowMs) as Day
  }
  return day
}

/** When a day begins in Europe/Bucharest, in Unix seconds. Clocks change at three in the morning, never at midnight. */
export function dayBegins(of: Day): number {
  const summer = Date.parse(`${of}T00:00:00+03:00`)
  return (bucharest.format(summer) === of ? summer : summer + 3_600_000) / 1000
}
