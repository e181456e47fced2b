import { expect, test } from 'vitest'
import type { RefusalCause } from './anaf.ts'
import { causeOf, refusal } from './refusal.ts'

test.each<[RefusalCause, string]>([
  [
    'content',
    'Fisierul transmis nu este valid. org.xml.sax.SAXParseException; lineNumber: 1; Content is not allowed in prolog.',
  ],
  [
    'content',
    'Fișierul transmis nu este valid. org.xml.sax.SAXParseException; cvc-datatype: certificat, limita, drept',
  ],
  ['content', 'Valorile acceptate pentru parametrul standard sunt UBL, CII sau RASP'],
  ['content', 'Marime fisier transmis mai mare de 10 MB.'],
  ['content', 'CIF introdus= abc nu este un numar'],
  ['content', 'Id_incarcare introdus= aaa nu este un numar intreg'],
  ['content', 'Numarul de zile trebuie sa fie intre 1 si 60'],
  ['content', 'Parametrul id este obligatoriu'],
  ['rights', 'Nu exista niciun CIF pentru care sa aveti drept in SPV'],
  ['rights', 'Nu aveti drept in SPV pentru CIF=8000000000'],
  ['rights', 'Nu aveti dreptul de interogare pentru id_incarcare= 18'],
  ['rights', 'NU AVEȚI DREPTUL SĂ DESCĂRCAȚI ACEASTĂ FACTURĂ'],
  ['rights', 'CIF-ul nu figureaza in registrul organelor de executare'],
  ['limit', 'S-au facut deja 20 descarcari de mesaj in cursul zilei'],
  ['limit', 'S-au transmis deja 1000 de mesaje RASP pentru cui=8000000000 in cursul zilei'],
  ['limit', 'Limita de apeluri a fost atinsa'],
  ['not_found', 'Nu exista factura cu id_incarcare= 15000'],
  ['not_found', 'Pentru id=4596 nu exista inregistrata nici o factura'],
  ['technical', 'A aparut o eroare tehnica. Cod: SIV-1'],
  ['technical', 'Serviciul este momentan indisponibil'],
  ['other', 'Altceva'],
])('%s: %s', (cause, text) => {
  expect(causeOf([text])).toBe(cause)
})

test('keeps the sentences, but not without bound', () => {
  const errors = Array.from({ length: 1_000 }, (_, n) => ` ${n}${'x'.repeat(6_000)} `)
  const kept = refusal(['', ' a ', ...errors]).errors
  expect(kept).toHaveLength(500)
  expect(kept[0]).toBe('a')
  expect(kept[1]).toHaveLength(5_000)
})
