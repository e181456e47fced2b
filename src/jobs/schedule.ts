import { nextTimeOfDay } from '../store/time-of-day.ts'
import type { Schedule } from './job.ts'

/** The key of the one job that a schedule keeps going. */
export const SCHEDULE_KEY = 'schedule'

/** The first occurrence after `now`; both in Unix seconds. */
export function nextOccurrence(schedule: Schedule, now: number): number {
  return 'everySeconds' in schedule ? now + schedule.everySeconds : nextTimeOfDay(schedule.dailyAt, now)
}

/** When a schedule that never ran begins: an interval at once, a time of day when it comes. */
export function firstOccurrence(schedule: Schedule, now: number): number {
  return 'everySeconds' in schedule ? now : nextOccurrence(schedule, now)
}
