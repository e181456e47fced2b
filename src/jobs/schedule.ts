import { addDays, unixMidnightUtc } from '../domain/dates.ts'
import { bucharestDay } from '../store/clock.ts'
import type { Schedule } from './job.ts'

/** The key of the one job that a schedule keeps going. */
export const SCHEDULE_KEY = 'schedule'

const WINTER_SECONDS = 2 * 3600
const SUMMER_SECONDS = 3 * 3600

/** The first occurrence after `now`; both in Unix seconds. */
export function nextOccurrence(schedule: Schedule, now: number): number {
  if ('everySeconds' in schedule) return now + schedule.everySeconds
  const today = bucharestDay(now * 1000)
  const next = [today, addDays(today, 1)].map((day) => momentOf(day, schedule.dailyAt)).find((moment) => moment > now)
  return next ?? momentOf(addDays(today, 2), schedule.dailyAt)
}

/** When a schedule that never ran begins: an interval at once, a time of day when it comes. */
export function firstOccurrence(schedule: Schedule, now: number): number {
  return 'everySeconds' in schedule ? now : nextOccurrence(schedule, now)
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
function momentOf(day: string, { hour, minute }: { readonly hour: number; readonly minute: number }): number {
  const utc = unixMidnightUtc(day) + hour * 3600 + minute * 60
  const summer = utc - SUMMER_SECONDS
  const time = `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`
  return bucharestTime.format(summer * 1000) === time ? summer : utc - WINTER_SECONDS
}
