import { describe, expect, test } from 'vitest'
import { changeParty, fullFiscalCode, type Party, type PartyChanges } from './party.ts'

const CUI = '1234567897'
const CNP = '1960101123456'

function made(changes: PartyChanges): Party {
  return changeParty(null, { name: 'Exemplu SRL', ...changes }).party
}

function faults({ problems, warnings }: ReturnType<typeof changeParty>) {
  const texts = (found: typeof problems) => found.map(({ path, code }) => `${path} ${code}`)
  return { problems: texts(problems), warnings: texts(warnings) }
}

describe('the fiscal code of a new client', () => {
  test.each<[string, PartyChanges, string | null, string | null]>([
    ['a CUI with RO in front is split', { cui: `RO${CUI}` }, CUI, 'RO'],
    ['spaces, dots and small letters do not matter', { cui: 'ro 12.345.678-97' }, CUI, 'RO'],
    ['a bare CUI gets RO', { cui: CUI }, CUI, 'RO'],
    ['a prefix of its own field', { cui: CUI, cuiPrefix: 'RO' }, CUI, 'RO'],
    ['an emptied prefix means not registered for VAT', { cui: CUI, cuiPrefix: null }, CUI, null],
    ['the prefix written in front wins over the field', { cui: `RO${CUI}`, cuiPrefix: null }, CUI, 'RO'],
    ['a CNP has no prefix', { cui: CNP }, CNP, null],
    ['a CNP loses a prefix', { cui: `RO${CNP}`, cuiPrefix: 'RO' }, CNP, null],
    ['a dash stands for no code', { cui: '-' }, null, null],
    ['an emptied code', { cui: null, cuiPrefix: 'RO' }, null, null],
    ['none at all', {}, null, null],
    ['a Hungarian code', { cui: 'HU12345678', country: 'HU' }, '12345678', 'HU'],
    ['a bare Hungarian code gets its country', { cui: '12345678', country: 'HU' }, '12345678', 'HU'],
    ['a Greek code gets EL', { cui: '123456789', country: 'GR' }, '123456789', 'EL'],
    ['an American code has no prefix', { cui: '12-3456789', country: 'US' }, '123456789', null],
    ['thirteen digits abroad are no CNP', { cui: CNP, country: 'US' }, CNP, null],
  ])('%s', (_what, changes, cui, cuiPrefix) => {
    expect(made(changes)).toMatchObject({ cui, cuiPrefix })
  })

  test.each([
    [{ cui: CUI, cuiPrefix: 'RO' }, `RO${CUI}`],
    [{ cui: CUI, cuiPrefix: null }, CUI],
    [{ cui: null, cuiPrefix: null }, null],
  ])('%j is printed as %s', (party, printed) => {
    expect(fullFiscalCode(party)).toBe(printed)
  })
})

describe('whether a client is a company', () => {
  test.each<[string, PartyChanges, Party['type']]>([
    ['a CUI makes a company', { cui: CUI }, 'company'],
    ['a CNP makes a person', { cui: CNP }, 'person'],
    ['no code makes a person', {}, 'person'],
    ['what was said wins over a CUI', { cui: CUI, type: 'person' }, 'person'],
    ['what was said wins over no code', { type: 'company' }, 'company'],
  ])('%s', (_what, changes, type) => {
    expect(made(changes).type).toBe(type)
  })

  test('another code decides anew, and nothing else does', () => {
    const company = made({ cui: CUI })
    expect(changeParty(company, { cui: CNP }).party.type).toBe('person')
    expect(changeParty(company, { cui: null }).party.type).toBe('person')
    expect(changeParty(company, { phone: '1' }).party.type).toBe('company')
  })
})

describe('what is refused or doubted', () => {
  test.each<[string, PartyChanges, string[], string[]]>([
    ['a CUI with a wrong check digit', { cui: 'RO98765432' }, [], ['cui wrong_check_digit']],
    ['a CNP with a wrong check digit', { cui: '1960101123450' }, [], ['cui wrong_check_digit']],
    ['a code of one digit', { cui: '7' }, ['cui not_fiscal_code'], []],
    ['a code of eleven digits', { cui: '12345678901' }, ['cui not_fiscal_code'], []],
    ['RO and letters', { cui: 'ROabc' }, ['cui not_fiscal_code'], []],
    ['a foreign code in Romania', { cui: 'HU12345678' }, [], ['cui wrong_check_digit']],
    ['any code abroad', { cui: 'X-1/99', country: 'US' }, [], []],
    ['a county that is none', { county: 'Ardeal' }, ['county not_county'], []],
    ['a county abroad', { county: 'Bavaria', country: 'DE' }, [], []],
    ['a country that is none', { country: 'XX' }, ['country not_country'], []],
    ['București without a sector', { city: 'București' }, ['city sector_missing'], []],
    ['a city in the county of București', { city: 'Titan', county: 'B' }, ['city sector_missing'], []],
    ['București with its sector', { city: 'Bucharest, SECTOR3', county: 'București' }, [], []],
    ['a city called Bucharest abroad', { city: 'Bucharest', country: 'US' }, [], []],
    ['no city at all in București', { county: 'București' }, [], []],
    ['an IBAN that is none', { iban: 'RO49' }, ['iban not_iban'], []],
    ['an IBAN with wrong check digits', { iban: 'RO50AAAA1B31007593840000' }, [], ['iban wrong_check_digit']],
    ['an IBAN from abroad', { iban: 'DE89370400440532013000' }, [], []],
    ['an account abroad that is no IBAN', { iban: '0210 0002 1', country: 'US' }, [], ['iban not_iban']],
    [
      'several faults at once',
      { cui: '7', county: 'X', iban: 'x' },
      ['cui not_fiscal_code', 'county not_county', 'iban not_iban'],
      [],
    ],
  ])('%s', (_what, changes, problems, warnings) => {
    expect(faults(changeParty(null, { name: 'Exemplu SRL', ...changes }))).toEqual({ problems, warnings })
  })

  test('paths begin where the client lies in the request', () => {
    const checked = changeParty(null, { name: 'X', cui: '7', city: 'București' }, 'client_data.')
    expect(faults(checked).problems).toEqual(['client_data.cui not_fiscal_code', 'client_data.city sector_missing'])
  })

  test('an IBAN is stored without the spaces it is printed with', () => {
    expect(made({ iban: 'ro49 aaaa 1b31 0075 9384 0000' }).iban).toBe('RO49AAAA1B31007593840000')
  })
})

describe('a client that changes', () => {
  const old: Party = {
    ...made({ cui: `RO${CUI}`, county: 'Cluj', phone: '1' }),
    city: 'București',
    county: 'Ardeal',
    iban: 'OLD',
  }

  test('only what was sent is judged, because older data may break a younger rule', () => {
    expect(faults(changeParty(old, { phone: '2', email: 'a@b.ro' }))).toEqual({ problems: [], warnings: [] })
  })

  test('a place is judged as a whole when any part of it moves', () => {
    expect(faults(changeParty(old, { county: 'București' })).problems).toEqual(['city sector_missing'])
    expect(faults(changeParty({ ...old, country: 'DE' }, { country: 'RO' })).problems).toEqual([
      'county not_county',
      'city sector_missing',
    ])
  })

  test('absent stays, null clears', () => {
    const { party } = changeParty(old, { phone: null, rc: undefined, email: 'a@b.ro' })
    expect(party).toEqual({ ...old, phone: null, email: 'a@b.ro' })
  })

  test('a prefix may change alone, and goes with its code', () => {
    expect(changeParty(old, { cuiPrefix: null }).party).toMatchObject({ cui: CUI, cuiPrefix: null })
    expect(changeParty(made({}), { cuiPrefix: 'RO' }).party).toMatchObject({ cui: null, cuiPrefix: null })
    expect(changeParty(old, { cui: null }).party).toMatchObject({ cui: null, cuiPrefix: null })
  })
})
