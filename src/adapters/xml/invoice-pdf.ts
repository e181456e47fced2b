import { formatDecimal } from '../../domain/decimal.ts'
import type { EInvoice, ELine, EParty } from '../../domain/efactura/einvoice.ts'
import { type Bani, formatLei } from '../../domain/money.ts'

const LINES_PER_PAGE = 60
const LONGEST_LINE = 95
const PAGE_OBJECTS_FROM = 4

/**
 * A plain page or more with the number, the parties, the lines and the totals: enough for whoever wants to see that a
 * PDF came. Written by hand in the standard fonts, which have no ș and ț: diacritics are dropped.
 */
export function invoicePdf(invoice: EInvoice): Uint8Array<ArrayBuffer> {
  const lines = textOf(invoice).map((line) => plain(line).slice(0, LONGEST_LINE))
  const pages: string[][] = []
  for (let from = 0; from < lines.length; from += LINES_PER_PAGE) pages.push(lines.slice(from, from + LINES_PER_PAGE))
  const kids = pages.map((_, index) => `${PAGE_OBJECTS_FROM + 2 * index} 0 R`)
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    `<< /Type /Pages /Kids [${kids.join(' ')}] /Count ${pages.length} >>`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Courier /Encoding /WinAnsiEncoding >>',
    ...pages.flatMap((page, index) => pageObjects(page, PAGE_OBJECTS_FROM + 2 * index)),
  ]
  return Uint8Array.from(Buffer.from(fileOf(objects), 'latin1'))
}

function textOf(invoice: EInvoice): string[] {
  const { currency, totals } = invoice
  const title = invoice.syntax === 'Invoice' ? 'RO e-Factura' : 'RO e-Factura - nota de creditare'
  return [
    `${title} (simulator ANAF, fara valoare juridica)`,
    '',
    `Numar: ${invoice.number ?? '-'}`,
    `Data: ${invoice.issueDate ?? '-'}`,
    ...(invoice.dueDate === null ? [] : [`Scadenta: ${invoice.dueDate}`]),
    '',
    ...partyOf('Vanzator', invoice.seller),
    ...partyOf('Cumparator', invoice.buyer),
    '',
    ...invoice.lines.map((line, index) => lineOf(line, index + 1)),
    '',
    `Total fara TVA: ${money(totals.withoutVatBani, currency)}`,
    `TVA: ${money(totals.vatBani, currency)}`,
    `Total: ${money(totals.withVatBani, currency)}`,
    `De plata: ${money(totals.payableBani, currency)}`,
  ]
}

function partyOf(role: string, { name, vatId, legalId, address }: EParty): string[] {
  const codes = [vatId, legalId?.id].filter((code) => code !== null && code !== undefined)
  const place = [address?.line1, address?.city, address?.county, address?.country].filter(Boolean)
  return [`${role}: ${name ?? '-'} (${codes.join(', ')})`, `  ${place.join(', ')}`]
}

function lineOf({ item, quantity, unitCode, netBani }: ELine, position: number): string {
  const amount = quantity === null ? '' : `${formatDecimal(quantity)} ${unitCode ?? ''}`
  return `${position}. ${item.name ?? '-'}  ${amount}  ${netBani === null ? '' : formatLei(netBani)}`
}

function money(bani: Bani | null, currency: string | null): string {
  return bani === null ? '-' : `${formatLei(bani)} ${currency ?? ''}`
}

function plain(text: string): string {
  return text
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/[^ -~]/g, '?')
}

function pageObjects(lines: readonly string[], number: number): string[] {
  const shown = lines.map((line) => `(${line.replace(/[\\()]/g, '\\$&')}) '`)
  const content = `BT /F1 9 Tf 12 TL 40 800 Td\n${shown.join('\n')}\nET`
  const resources = '<< /Font << /F1 3 0 R >> >>'
  return [
    `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources ${resources} /Contents ${number + 1} 0 R >>`,
    `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
  ]
}

/** With the table of where each object begins, to the byte. */
function fileOf(objects: readonly string[]): string {
  let file = '%PDF-1.4\n'
  const offsets = objects.map((object, index) => {
    const offset = file.length
    file += `${index + 1} 0 obj\n${object}\nendobj\n`
    return offset
  })
  const rows = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`)
  const count = objects.length + 1
  return `${file}xref\n0 ${count}\n0000000000 65535 f \n${rows.join('')}trailer\n<< /Size ${count} /Root 1 0 R >>\nstartxref\n${file.length}\n%%EOF\n`
}
