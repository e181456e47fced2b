import { addDays, type Day, unixMidnightUtc } from '../domain/dates.ts'
import { bucharestDay } from './clock.ts'

/** A time of the clock in Europe/Bucharest. */
export interface TimeOfDay {
  readonly hour: number
  readonly minute: number
}

const WINTER_SECONDS = 2 * 3600
const SUMMER_SECONDS = 3 * 3600

/** When the clocks of Bucharest show this time next, after `now`; both in Unix seconds. */
export function nextTimeOfDay(time: TimeOfDay, now: number): number {
  const today = bucharestDay(now * 1000)
  const next = [today, addDays(today, 1)].map((day) => momentOf(day, time)).find((moment) => moment > now)
  return next ?? momentOf(addDays(today, 2), time)
}

const bucharestTime = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/Bucharest',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
})

/**
 * A time of the clock in Bucharest, which is two hours before UTC in winter and three in summer. The hour that comes
 * twice in October counts the first time; the one that is left out in March, an hour later.
 */
function momentOf(day: Day, { hour, minute }: TimeOfDay): number {
  const utc = unixMidnightUtc(day) + hour * 3600 + minute * 60
  const summer = utc - SUMMER_SECONDS
  const time = `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`
  return bucharestTime.format(summer * 1000) === time ? summer : utc - WINTER_SECONDS
}
