import { readFile } from 'node:fs/promises'
import type { Finding } from '../domain/efactura/rules/finding.ts'
import { isFatal, validateUbl } from '../domain/efactura/rules/validate-ubl.ts'
import { parseXml } from '../domain/xml/parse-xml.ts'
import { XmlError } from '../domain/xml/xml-error.ts'

/**
 * Judges UBL files by every rule we know and prints what it finds. 1 when a file cannot be read, is no XML, or holds a
 * document that ANAF would refuse or that is wrong in itself; 0 when there is nothing worse than a warning.
 */
export async function efacturaValidate(files: readonly string[], say = sayLine): Promise<number> {
  let worst = 0
  for (const file of files) {
    const findings = await judge(file, say)
    if (findings === null) worst = 1
    else {
      tell(file, findings, say)
      if (findings.some(isFatal)) worst = 1
    }
  }
  return worst
}

async function judge(file: string, say: (line: string) => void): Promise<readonly Finding[] | null> {
  let kind: string | undefined
  try {
    const bytes = await readFile(file)
    kind = OTHER_KINDS.find(([start]) => bytes.subarray(0, start.length).toString('latin1') === start)?.[1]
    return validateUbl(parseXml(bytes))
  } catch (error) {
    if (error instanceof XmlError) say(`${file}: not an invoice. ${kind ?? `Line ${error.line}: ${error.message}`}`)
    else if (isFileError(error)) say(`${file}: cannot be read: ${FILE_ERRORS[error.code] ?? error.code}.`)
    else throw error
    return null
  }
}

/** What else lies about beside invoices, by its first bytes. */
const OTHER_KINDS: readonly (readonly [start: string, sentence: string])[] = [
  ['PK', 'It is a ZIP: take the XML out of it first.'],
  ['%PDF', 'It is a PDF: what is sent is the XML.'],
]

const FILE_ERRORS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a folder; name the files in it',
  EACCES: 'this user may not read it',
}

function isFileError(error: unknown): error is Error & { readonly code: string } {
  return error instanceof Error && 'syscall' in error && 'code' in error
}

function tell(file: string, findings: readonly Finding[], say: (line: string) => void): void {
  const fatal = findings.filter(isFatal).length
  const warnings = findings.length - fatal
  say(findings.length === 0 ? `${file}: OK.` : `${file}: ${counted(fatal, 'fault')}, ${counted(warnings, 'warning')}.`)
  for (const { severity, ruleId, term, line, path, messageEn, suggestion } of findings) {
    say(`  ${severity.padEnd(7)}  ${ruleId}${term === '' ? '' : ` (${term})`}  line ${line}  ${path}`)
    say(`           ${messageEn}${suggestion === undefined ? '' : ` Write: ${suggestion}`}`)
  }
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}

function sayLine(line: string): void {
  process.stdout.write(`${line}\n`)
}
