import { describe, expect, test } from 'vitest'
import { bucharestSector, COUNTIES, countyCode, countyName, namesBucharest } from './counties.ts'
import { fold } from './text.ts'

describe('the list of counties', () => {
  test('has the 42 codes of ISO 3166-2:RO, each once, in order', () => {
    const codes = COUNTIES.map((county) => county.code)
    expect(codes).toEqual([...new Set(codes)].toSorted())
    expect(codes.join(' ')).toBe(
      'AB AG AR B BC BH BN BR BT BV BZ CJ CL CS CT CV DB DJ GJ GL GR HD HR IF IL IS ' +
        'MH MM MS NT OT PH SB SJ SM SV TL TM TR VL VN VS',
    )
  })

  test('spells names with commas below, not with cedillas', () => {
    expect(COUNTIES.filter((county) => /[şţŞŢ]/.test(county.name))).toEqual([])
    expect(countyName('CS')).toBe('Caraș-Severin')
    expect(countyName('XX')).toBeNull()
    expect(countyName('cj')).toBeNull()
  })
})

describe('countyCode', () => {
  test('finds every county by code, ISO code and name, with or without title and diacritics', () => {
    for (const { code, name } of COUNTIES) {
      const plain = fold(name)
      const written = [
        code,
        code.toLowerCase(),
        `RO-${code}`,
        name,
        plain,
        plain.toUpperCase(),
        plain.replace('-', ' '),
      ]
      for (const text of [...written, `Județul ${name}`, `JUD. ${plain}`, `judetul ${plain}`, ` jud.${name} `]) {
        expect([text, countyCode(text)]).toEqual([text, code])
      }
    }
  })

  test.each([
    ['București', 'B'],
    ['Bucuresti', 'B'],
    ['BUCUREŞTI', 'B'],
    ['Bucharest', 'B'],
    ['Municipiul București', 'B'],
    ['MUNICIPIUL BUCUREŞTI', 'B'],
    ['Mun. Bucuresti', 'B'],
    ['Sector 3', 'B'],
    ['București, Sectorul 2', 'B'],
    ['Judetul Cluj', 'CJ'],
    ['Cluj County', 'CJ'],
    ['Dîmbovița', 'DB'],
    ['Vîlcea', 'VL'],
    ['Bistriţa Năsăud', 'BN'],
    ['Satu-Mare', 'SM'],
    ['Iași, România', 'IS'],
  ])('%s is %s', (text, code) => {
    expect(countyCode(text)).toBe(code)
  })

  test.each([
    '',
    ' ',
    '-',
    'XX',
    'RO',
    'Cluj-Napoca',
    'Transilvania',
    'Sector 7',
    'CJ 12',
    'Cluj, Bihor',
    'constructor',
    'Bucureștii Noi',
  ])('"%s" names no county', (text) => {
    expect(countyCode(text)).toBeNull()
  })
})

describe('bucharestSector', () => {
  test.each([
    ['București, Sector 3', 3],
    ['București, Sectorul 3', 3],
    ['Bucuresti, Sector 1', 1],
    ['Bucharest, Sector 2', 2],
    ['BUCUREŞTI SECTORUL 6', 6],
    ['Sector 3', 3],
    ['SECTOR3', 3],
    ['sector-3', 3],
    ['Sectorul 3, București', 3],
    ['București Sectorul 1', 1],
    ['București (Sector 4)', 4],
    ['București/Sector: 5', 5],
    ['București - sectorul nr. 5', 5],
    ['București,Sector3', 3],
    ['Mun. Bucuresti, Sect. 6', 6],
    ['Sector 1 Mun. Bucureşti', 1],
    ['București, Sectorul 2, România', 2],
    ['Titan, Sector 3, București', 3],
    ['Sector 3, București, Sectorul 3', 3],
    ['  bucuresti   sector   4 ', 4],
  ])('%s is in sector %i', (city, sector) => {
    expect(bucharestSector(city)).toBe(sector)
    expect(namesBucharest(city)).toBe(true)
  })

  test.each([
    ['nothing', ''],
    ['no sector', 'București'],
    ['the word alone', 'București, Sector'],
    ['a sector that does not exist', 'București, Sector 7'],
    ['sector 0', 'București, Sector 0'],
    ['a longer number', 'București, Sector 12'],
    ['two sectors', 'București, Sector 1, Sector 2'],
    ['a number alone', 'București 3'],
    ['a number before the word', 'București 3, sector agricol'],
    ['another place', 'Cluj-Napoca, Sector 3'],
    ['a word that contains it', 'București, Bisector 3'],
  ])('finds none in %s', (_what, city) => {
    expect(bucharestSector(city)).toBeNull()
  })
})

describe('namesBucharest', () => {
  test.each([
    'București',
    'Bucuresti',
    'BUCUREȘTI',
    'Bucureşti',
    'Bucharest',
    'Mun. Bucuresti',
    'Municipiul București',
    'Bucuresti, Romania',
    'RO - Bucuresti',
    'București 010101',
    'București, Sector',
    'București Sector 9',
    'Titan, București',
    'București, Str. Lungă 1',
    'Bucuresti Str. Lunga 1',
    'București - Ilfov',
  ])('"%s" must name its sector', (city) => {
    expect(namesBucharest(city)).toBe(true)
  })

  test.each([
    '',
    'Cluj-Napoca',
    'Bucureștii Noi',
    'Bucureştii Noi Street, Sibiu',
    'Calea București, Brașov',
    'Brașov, Calea Bucureștilor 5',
    'Ploiești, Șos. București 12',
    'Bucuresti Street 5, Ploiesti',
    'Otopeni',
    'Bucu',
    'Craiova, Bucuresti Noi 7 Plaza',
  ])('"%s" need not', (city) => {
    expect(namesBucharest(city)).toBe(false)
  })
})
