import { anywhere, valueIn } from './checks.ts'
import { type Category, figuresOf } from './figures.ts'
import { type Check, fatal, type Rule } from './rule.ts'
import type { UblDocument } from './ubl-document.ts'

const countries = anywhere('cbc:IdentificationCode')

/** EN 16931-1, what only intra-community supplies, untaxed invoices and split payment have to keep. */
export const EN_VAT_SPECIAL: readonly Rule[] = [
  fatal('BR-IC-11', 'BT-72', deliveryDate, [
    'O livrare intracomunitară are nevoie de data livrării sau de perioada de facturare.',
    'An intra-community supply needs the delivery date or the invoicing period.',
  ]),
  fatal('BR-IC-12', 'BT-80', deliveryCountry, [
    'O livrare intracomunitară are nevoie de țara de livrare.',
    'An intra-community supply needs the country of delivery.',
  ]),
  fatal(
    'BR-O-11',
    'BG-23',
    onlyUntaxed((invoice) => figuresOf(invoice).groups),
    [
      'O factură cu grupa O (nu face obiectul TVA) nu poate avea alte grupe de TVA.',
      'An invoice with a group O (not subject to VAT) must not have other VAT groups.',
    ],
  ),
  fatal(
    'BR-O-12',
    'BT-151',
    onlyUntaxed((invoice) => figuresOf(invoice).used.lines),
    [
      'O factură cu grupa O (nu face obiectul TVA) nu poate avea linii din alte categorii.',
      'An invoice with a group O (not subject to VAT) must not have lines of other categories.',
    ],
  ),
  fatal(
    'BR-O-13',
    'BT-95',
    onlyUntaxed((invoice) => figuresOf(invoice).used.allowances),
    [
      'O factură cu grupa O (nu face obiectul TVA) nu poate avea deduceri din alte categorii.',
      'An invoice with a group O (not subject to VAT) must not have allowances of other categories.',
    ],
  ),
  fatal(
    'BR-O-14',
    'BT-102',
    onlyUntaxed((invoice) => figuresOf(invoice).used.charges),
    [
      'O factură cu grupa O (nu face obiectul TVA) nu poate avea taxe din alte categorii.',
      'An invoice with a group O (not subject to VAT) must not have charges of other categories.',
    ],
  ),
  fatal('BR-B-01', 'BT-151', splitPaymentInItaly, [
    'Categoria B (plată defalcată) este doar pentru facturi interne din Italia.',
    'Category B (split payment) is for invoices inside Italy only.',
  ]),
  fatal('BR-B-02', 'BT-151', splitPaymentAlone, [
    'Categoria B (plată defalcată) nu poate sta alături de categoria S.',
    'Category B (split payment) must not stand beside category S.',
  ]),
]

function hasGroup(invoice: UblDocument, code: string): boolean {
  return figuresOf(invoice).groups.some((group) => group.isVat && group.code === code)
}

function deliveryDate(invoice: UblDocument, report: Parameters<Check>[1]): void {
  if (!hasGroup(invoice, 'K')) return
  const [date] = invoice.along('cac:Delivery/cbc:ActualDeliveryDate')
  const hasPeriod = invoice.along('cac:InvoicePeriod').some((period) => period.children.length > 0)
  if (valueIn(date).length < 2 && !hasPeriod) report(invoice.root, { child: 'cac:Delivery/cbc:ActualDeliveryDate' })
}

function deliveryCountry(invoice: UblDocument, report: Parameters<Check>[1]): void {
  const path = 'cac:Delivery/cac:DeliveryLocation/cac:Address/cac:Country/cbc:IdentificationCode'
  if (!hasGroup(invoice, 'K')) return
  if (!invoice.along(path).some((country) => valueIn(country).length > 1)) report(invoice.root, { child: path })
}

function onlyUntaxed(uses: (invoice: UblDocument) => readonly Category[]): Check {
  return (invoice, report) => {
    if (!hasGroup(invoice, 'O')) return
    for (const { element, isVat, code } of uses(invoice)) {
      if (isVat && code !== 'O') report(element)
    }
  }
}

/* As published, split payment is looked for whatever the tax scheme. */

function splitPaymentInItaly(invoice: UblDocument, report: Parameters<Check>[1]): void {
  const first = figuresOf(invoice).used.anywhere.find(isOf('B'))
  if (first !== undefined && countries(invoice).some((country) => valueIn(country) !== 'IT'))
    report(first.element, { child: 'cbc:ID' })
}

/** As published, a group of category S alone does not count beside B; a line, an allowance or a charge does. */
function splitPaymentAlone(invoice: UblDocument, report: Parameters<Check>[1]): void {
  const { used, allowances, charges } = figuresOf(invoice)
  const first = used.anywhere.find(isOf('B'))
  if (first !== undefined && [...used.lines, ...allowances, ...charges].some(isOf('S')))
    report(first.element, { child: 'cbc:ID' })
}

function isOf(code: string) {
  return (category: Pick<Category, 'code'>) => category.code === code
}
