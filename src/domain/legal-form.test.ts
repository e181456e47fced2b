import { describe, expect, test } from 'vitest'
import { isPublicInstitution, namesOrganisation } from './legal-form.ts'

describe('a name is that of an organisation', () => {
  test.each([
    'Exemplu SRL',
    'exemplu srl',
    'Exemplu S.R.L.',
    'EXEMPLU S. R. L.',
    'Exemplu SRL-D',
    'S.C. Exemplu S.A.',
    'SC EXEMPLU',
    'Exemplu SA',
    'Popescu Ion PFA',
    'P.F.A. Popescu Ion',
    'Popescu Ion Persoană Fizică Autorizată',
    'II Popescu Ion',
    'Popescu Ion I.I.',
    'Popescu Ion Întreprindere Individuală',
    'Popescu I.F.',
    'Frații Pop SNC',
    'Pop și Asociații S.C.S.',
    'Asociația Salvați Bobocii',
    'ASOCIAŢIA DE PROPRIETARI BL. 5',
    'Fundația X',
    'ONG Viitorul',
    'Beispiel GmbH',
    'Beispiel GmbH & Co. KG',
    'Example Inc.',
    'Example, Inc',
    'Example Ltd',
    'Example Limited',
    'Example LLC',
    'Beispiel AG',
    'Voorbeeld B.V.',
    'Ejemplo S.L.',
    'Comuna Florești',
    'Școala Gimnazială nr. 5',
  ])('%s', (name) => expect(namesOrganisation(name)).toBe(true))
})

describe('a name is that of a person', () => {
  test.each([
    'Ion Pop',
    'Popescu Ana-Maria',
    'Ana Sa',
    'Inca Maria',
    'Sandu I. Ion',
    'I. L. Caragiale',
    'A.G. Weinberger',
    'S. A. Ionescu',
    'Iflă Ioan',
    'SA',
    'Asociu Mihai',
    'Școlaru Ion',
    'Comunaru Dan',
    '',
  ])('%s', (name) => expect(namesOrganisation(name)).toBe(false))
})

describe('a public institution', () => {
  test.each<[string, string | null, boolean]>([
    ['Primăria Municipiului Iași', null, true],
    ['PRIMĂRIA COMUNEI X', null, true],
    ['„Comuna Florești”', null, true],
    ['Județul Cluj', null, true],
    ['Oraşul Cugir', null, true],
    ['Municipiul Cluj-Napoca', null, true],
    ['U.A.T. Comuna X', null, true],
    ['Consiliul Județean Cluj', null, true],
    ['Ministerul Finanțelor', null, true],
    ['Direcția Generală a Finanțelor Publice', null, true],
    ['Spitalul Clinic Județean', null, true],
    ['Universitatea din București', null, true],
    ['Inspectoratul Școlar Județean', null, true],
    ['Agenția Națională de Administrare Fiscală', null, true],
    ['Casa de Pensii a Județului Iași', null, true],
    ['Exemplu', 'RO98TREZ21624A510103200X', true],
    ['Exemplu SRL', 'ro98 trez 2162 4a51 0103 2001', true],
    ['Exemplu SRL', 'RO98TREZ2165069XXX001234', false],
    ['Exemplu', 'RO49AAAA1B31007593840000', false],
    ['Exemplu', 'DE98TREZ21624A5101032001', false],
    ['Spitalul Privat SRL', null, false],
    ['Casa de Modă', null, false],
    ['Universitatea Antreprenorilor S.A.', null, false],
    ['Exemplu Primăria', null, false],
    ['Municipiulescu Ion', null, false],
  ])('%s, %s', (name, iban, expected) => expect(isPublicInstitution({ name, iban })).toBe(expected))
})
