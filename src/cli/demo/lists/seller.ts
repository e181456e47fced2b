import { ibanOf } from '../identifiers.ts'

/** The company whose two years are invented: the body of `PATCH /v1/settings`. */
export const SELLER = {
  firm: {
    name: 'Birotica Carpaților SRL',
    legal_name: 'Birotica Carpaților SRL',
    trade_name: 'Birotica Carpaților',
    cui: 'RO90214476',
    rc: 'J12/2187/2014',
    address: 'Str. Fabricii nr. 12, et. 2',
    city: 'Cluj-Napoca',
    county: 'Cluj',
    country: 'RO',
    postal_code: '400620',
    phone: '+40700264100',
    email: 'office@birotica-carpatilor.example',
    website: 'https://birotica-carpatilor.example',
    contact_person: 'Ioana Mureșan',
    contact_email: 'facturi@birotica-carpatilor.example',
  },
  payment_terms_days: 30,
  bank_accounts: [
    {
      iban: ibanOf('BTRL', 'RONCRT0264100901'),
      bank_name: 'Banca Transilvania',
      currency: 'RON',
      is_primary: true,
    },
    { iban: ibanOf('BTRL', 'EURCRT0264100902'), bank_name: 'Banca Transilvania', currency: 'EUR', is_primary: true },
  ],
}

/** The body of `POST /v1/work-points`. */
export const SHOWROOM = {
  name: 'Showroom Brașov',
  address: 'Str. Lungă nr. 118',
  city: 'Brașov',
  county: 'Brașov',
}

/** Who issued and recorded what is in the histories. */
export const CLERKS: readonly string[] = ['Ioana Mureșan', 'Radu Crișan', 'Ștefania Pop']
