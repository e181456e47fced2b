import { type ParseArgsOptionsConfig, parseArgs } from 'node:util'

/** A command that was typed wrongly; the message is for whoever typed it. */
export class UsageError extends Error {}

/** The options and words behind a command, or a sentence that says what is wrong with them. */
export function readArguments<const T extends ParseArgsOptionsConfig>(
  args: readonly string[],
  options: T,
  words: readonly string[] = [],
) {
  const parsed = parse(args, options)
  const { values, positionals } = parsed
  if (positionals.length > words.length) throw new UsageError(`"${positionals[words.length]}" is one word too many.`)
  const missing = words[positionals.length]
  if (missing !== undefined) throw new UsageError(`${missing} is missing.`)
  return { values, words: positionals }
}

function parse<const T extends ParseArgsOptionsConfig>(args: readonly string[], options: T) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true })
  } catch (error) {
    const { code = '', message } = error as Error & { code?: string }
    if (!code.startsWith('ERR_PARSE_ARGS')) throw error
    throw new UsageError(`${message.split(/[.\n]/, 1)[0]}.`)
  }
}

/** A whole number given as an option, or undefined when it was not given. */
export function wholeNumber(option: string, text: string | undefined, min: number, max: number): number | undefined {
  if (text === undefined) return undefined
  const value = Number(text)
  if (text.trim() === '' || !Number.isInteger(value) || value < min || value > max) {
    throw new UsageError(`${option} must be a whole number from ${min} to ${max}, not "${text}".`)
  }
  return value
}

/** How this program is called on this machine, for the commands it suggests. */
export function programName(): string {
  const started = process.argv[1] ?? 'facturier'
  if (/[\\/]facturier$/.test(started)) return 'facturier'
  const cwd = `${process.cwd()}/`
  return `node ${started.startsWith(cwd) ? started.slice(cwd.length) : started}`
}
