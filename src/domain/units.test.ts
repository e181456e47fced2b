import { describe, expect, test } from 'vitest'
import { DEFAULT_UBL_UNIT, isMillilitreOrMetre, UNITS, ublUnitOf } from './units.ts'

describe('ublUnitOf', () => {
  test.each([
    ['the units of contract 9.3', 'buc bucată bucăți', 'H87'],
    ['hours', 'oră ore ora h ORA', 'HUR'],
    ['days', 'zi zile ZI', 'DAY'],
    ['months', 'lună luna luni', 'MON'],
    ['years', 'an ani', 'ANN'],
    ['kilograms', 'kg kilogram KG Kg.', 'KGM'],
    ['metres', 'm metru metri', 'MTR'],
    ['litres', 'l litru litri L', 'LTR'],
    ['kilometres', 'km', 'KMT'],
    ['square metres', 'mp m² m2 M.P.', 'MTK'],
    ['cubic metres', 'mc m³ m3', 'MTQ'],
    ['sets', 'set seturi', 'SET'],
    ['minutes', 'min minut minute', 'MIN'],
    ['weeks', 'săptămână saptamani săpt.', 'WEE'],
    ['quarters', 'trimestru', 'QAN'],
    ['pairs', 'pereche perechi', 'PR'],
    ['dozens', 'duzină', 'DZN'],
    ['packets', 'pachet pachete', 'XPK'],
    ['boxes', 'cutie cutii', 'XBX'],
    ['pallets', 'palet paleți', 'XPX'],
    ['sacks', 'sac saci', 'XSA'],
    ['bags', 'pungă pungi', 'XBG'],
    ['bottles', 'sticlă sticle', 'XBO'],
    ['rolls', 'rolă role', 'XRO'],
    ['services', 'proiect serviciu servicii abonament', 'E48'],
    ['lump sums', 'forfetar global', 'LS'],
    ['works', 'lucrare job', 'E51'],
    ['grams', 'g gr grame', 'GRM'],
    ['milligrams', 'mg', 'MGM'],
    ['tonnes', 'tonă t tone', 'TNE'],
    ['hectolitres', 'hl', 'HLT'],
    ['centimetres', 'cm', 'CMT'],
    ['millimetres', 'mm', 'MMT'],
    ['energy', 'kWh kwh KWH', 'KWH'],
    ['more energy', 'MWh', 'MWH'],
    ['heat', 'GJ', 'GJ'],
    ['hundreds', 'sută', 'CEN'],
    ['per cent', 'procent %', 'P1'],
    ['persons', 'persoană persoane pers.', 'IE'],
    ['gigabytes', 'GB', 'E34'],
    ['megabytes', 'MB', '4L'],
    ['activities', 'activitate', 'ACT'],
    ['lots', 'lot', 'LO'],
    ['others', 'altele', 'ZZ'],
    ['seats and portions', 'loc porție', 'C62'],
    ['cedillas and decomposed letters', 'bucăţi buca\u0306ti bucata\u0306', 'H87'],
  ])('knows %s', (_what, texts, code) => {
    for (const text of texts.split(' ')) {
      expect([text, ublUnitOf(text)]).toEqual([text, code])
    }
  })

  test.each([
    ['zi lucrătoare', 'E49'],
    ['Zile Lucratoare', 'E49'],
    ['cutie carton', 'XCT'],
    ['mie buc', 'MIL'],
    ['mii buc.', 'MIL'],
    ['metru liniar', 'LM'],
    ['m. liniar', 'LM'],
    ['metri pătraţi', 'MTK'],
    [' buc. ', 'H87'],
    ['zi-lucrătoare', 'E49'],
  ])('reads "%s" as %s', (text, code) => {
    expect(ublUnitOf(text)).toBe(code)
  })

  test('reads ml, which could be two units, as millilitre', () => {
    expect(ublUnitOf('ml')).toBe('MLT')
    expect(ublUnitOf('m.l.')).toBe('MLT')
    expect(ublUnitOf('lm')).toBe('LM')
  })

  test.each([
    ['ml', true],
    ['M.L.', true],
    ['MLT', false],
    ['mililitri', false],
    ['lm', false],
    ['m', false],
  ])('doubts "%s": %s', (unit, isDoubted) => {
    expect(isMillilitreOrMetre(unit)).toBe(isDoubted)
  })

  test.each(['H87', 'kgm', 'HUR', 'C62', 'EA', 'XPX', 'E48', 'MTK'])('takes the code %s for itself', (code) => {
    expect(ublUnitOf(code)).toBe(code.toUpperCase())
  })

  test.each(['', ' ', 'ha', 'hectar', 'HAR', 'PK', 'BX', 'NPR', 'mil', 'act', 'widget', 'constructor', 'kg/lună'])(
    'does not know "%s"',
    (text) => {
      expect(ublUnitOf(text)).toBeNull()
    },
  )
})

describe('the list of units', () => {
  test('offers each label once, and each label finds its own code', () => {
    expect(new Set(UNITS.map((unit) => unit.label)).size).toBe(UNITS.length)
    for (const { label, code } of UNITS) expect([label, ublUnitOf(label)]).toEqual([label, code])
  })

  test('holds none of the codes that are wrong although common, and begins with the piece', () => {
    const wrong = new Set('PK BX CT PA BG BO PF RO NPR NE ARE HAR BUC ORA'.split(' '))
    expect(UNITS.filter((unit) => wrong.has(unit.code))).toEqual([])
    expect(UNITS[0]).toEqual({ label: 'buc', code: DEFAULT_UBL_UNIT })
  })
})
