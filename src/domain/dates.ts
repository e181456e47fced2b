/** A calendar day in Europe/Bucharest, `YYYY-MM-DD`. Days of one length compare correctly as plain strings. */
export type Day = string

/** A calendar month, `YYYY-MM`. */
export type Month = string

/** One month of a statistic, with the label of contract decision 12: `Mar 2026`. */
export interface LabelledMonth {
  readonly label: string
  readonly year: number
  readonly month: number
  readonly key: Month
}

const FIRST_YEAR = 1990
const LAST_YEAR = 2199
const SECONDS_PER_DAY = 86_400
const MONTH_NAMES = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const

/** Far below any real value, so that sums and products with it stay out of every range that is checked. */
const NOT_A_NUMBER = -10_000

/**
 * The day that a text names, or null. Only real days of the years 1990 to 2199 written `YYYY-MM-DD` count
 * (contract 1.10): no spaces, no time, no 30 February.
 */
export function parseDay(text: string): Day | null {
  if (text.length !== 10 || text.charCodeAt(4) !== 45 || text.charCodeAt(7) !== 45) return null
  const year = twoDigits(text, 0) * 100 + twoDigits(text, 2)
  const month = twoDigits(text, 5)
  const date = twoDigits(text, 8)
  if (year < FIRST_YEAR || year > LAST_YEAR || month < 1 || month > 12 || date < 1) return null
  return date <= 28 || date <= daysInMonth(year, month) ? text : null
}

/**
 * Whether a text is a real day of the years 1 to 9999 written `YYYY-MM-DD`, as XML Schema has them. Only for documents
 * that others wrote; what we take in ourselves is read by `parseDay`.
 */
export function isCalendarDay(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false
  const year = twoDigits(text, 0) * 100 + twoDigits(text, 2)
  const month = twoDigits(text, 5)
  const date = twoDigits(text, 8)
  return year >= 1 && month >= 1 && month <= 12 && date >= 1 && date <= daysInMonth(year, month)
}

/** The day `days` after `day`; a negative number goes back. `days` is whole. */
export function addDays(day: Day, days: number): Day {
  const date = twoDigits(day, 8) + days
  if (date >= 1 && date <= 28) return day.slice(0, 8) + pad2(date)
  return dayOfNumber(numberOfDay(day) + days)
}

/** How many days after `from` the day `to` lies; negative when it lies before. */
export function daysBetween(from: Day, to: Day): number {
  return numberOfDay(to) - numberOfDay(from)
}

/** The month a day belongs to. */
export function monthOf(day: Day): Month {
  return day.slice(0, 7)
}

/** The year a day or a month belongs to. */
export function yearOf(day: Day | Month): number {
  return twoDigits(day, 0) * 100 + twoDigits(day, 2)
}

/** The month `months` after `month`; a negative number goes back. `months` is whole. */
export function addMonths(month: Month, months: number): Month {
  const index = indexOfMonth(month) + months
  const year = Math.floor(index / 12)
  return `${pad4(year)}-${pad2(index - year * 12 + 1)}`
}

/** The `count` months that end with the month of `today`, oldest first (contract 2.7). */
export function lastMonths(today: Day, count = 12): LabelledMonth[] {
  const months: LabelledMonth[] = []
  const current = indexOfMonth(today)
  for (let index = current - count + 1; index <= current; index++) {
    const year = Math.floor(index / 12)
    const month = index - year * 12 + 1
    months.push({ label: `${MONTH_NAMES[month - 1]} ${year}`, year, month, key: `${pad4(year)}-${pad2(month)}` })
  }
  return months
}

/** 1 for Monday to 7 for Sunday (ISO 8601). */
export function weekdayOf(day: Day): number {
  // 1970-01-01 was a Thursday.
  return ((((numberOfDay(day) + 3) % 7) + 7) % 7) + 1
}

/** Midnight UTC at the start of a day, in Unix seconds: how the wire dates a day where it wants an integer. */
export function unixMidnightUtc(day: Day): number {
  return numberOfDay(day) * SECONDS_PER_DAY
}

/** Months since January of the year 0. */
function indexOfMonth(month: Day | Month): number {
  return yearOf(month) * 12 + twoDigits(month, 5) - 1
}

/**
 * Days since 1970-01-01 in the Gregorian calendar. The year is counted from March, so that the leap day comes last
 * and the lengths of the months before it follow one line, (153 × month + 2) / 5.
 */
function numberOfDay(day: Day): number {
  const month = twoDigits(day, 5)
  const year = yearOf(day) - (month <= 2 ? 1 : 0)
  const monthFromMarch = month <= 2 ? month + 9 : month - 3
  const leapDays = Math.floor(year / 4) - Math.floor(year / 100) + Math.floor(year / 400)
  return year * 365 + leapDays + Math.floor((153 * monthFromMarch + 2) / 5) + twoDigits(day, 8) - 719_469
}

function dayOfNumber(number: number): Day {
  const fromYearZero = number + 719_468
  const era = Math.floor(fromYearZero / 146_097)
  const dayOfEra = fromYearZero - era * 146_097
  const leapDays = Math.floor(dayOfEra / 1_460) - Math.floor(dayOfEra / 36_524) + Math.floor(dayOfEra / 146_096)
  const yearOfEra = Math.floor((dayOfEra - leapDays) / 365)
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153)
  const date = dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
  const year = era * 400 + yearOfEra + (month <= 2 ? 1 : 0)
  return `${pad4(year)}-${pad2(month)}-${pad2(date)}`
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
}

function twoDigits(text: string, at: number): number {
  const tens = text.charCodeAt(at) - 48
  const ones = text.charCodeAt(at + 1) - 48
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : NOT_A_NUMBER
}

function pad2(value: number): string {
  return value < 10 ? `0${value}` : `${value}`
}

function pad4(value: number): string {
  return value >= 1000 ? `${value}` : `${value}`.padStart(4, '0')
}
