import type { Language } from '../../domain/errors.ts'
import { html, type Page, type Safe } from './page-frame.ts'

/** Whose invoices it is about. */
export interface PageCompany {
  readonly name: string
  readonly cui: string | null
  readonly environment: 'test' | 'live'
}

/** Pages that ask nothing: how it went, and what to do now. */
export type Ending =
  | 'connected'
  | 'denied_by_person'
  | 'refused'
  | 'misconfigured'
  | 'unavailable'
  | 'used'
  | 'expired'
  | 'unknown'
  | 'in_progress'
  | 'lost_state'
  | 'too_many'
  | 'broken'

/** The page that the owner of the certificate opens from a mail. */
export function linkPage(company: PageCompany, action: string, language: Language): Page {
  const t = LINK[language]
  return {
    tone: 'ask',
    title: t.title,
    body: html`<p>${t.intro}</p>
${companyBox(company, language)}
<ol><li>${t.plugIn}</li><li>${t.choose}</li><li>${t.back}</li></ol>
<form method="post" action="${action}"><button type="submit">${t.button}</button></form>
<p class="note">${t.note}</p>`,
  }
}

/** Asks whether the certificate is meant for this company, where the browser is not the one that opened the link. */
export function confirmPage(company: PageCompany, callback: { code: string; state: string }, language: Language): Page {
  const t = CONFIRM[language]
  return {
    tone: 'ask',
    title: t.title,
    body: html`<p>${t.intro}</p>
${companyBox(company, language)}
<form method="post" action="/anaf/callback">
<input type="hidden" name="code" value="${callback.code}"><input type="hidden" name="state" value="${callback.state}">
<button type="submit">${t.button}</button></form>
<p class="note">${t.note}</p>`,
  }
}

export function endingPage(ending: Ending, company: PageCompany | null, language: Language): Page {
  const [title, ...sentences] = ENDINGS[ending][language]
  return {
    tone: ending === 'connected' ? 'good' : ending === 'in_progress' ? 'ask' : 'bad',
    title,
    body: html`${sentences.reduce((all, one) => html`${all}<p>${one}</p>`, html``)}${company ? companyBox(company, language) : html``}`,
  }
}

function companyBox({ name, cui, environment }: PageCompany, language: Language): Safe {
  const ending = environment === 'test' ? ` · ${TEST[language]}` : ''
  return html`<div class="company"><strong>${name}</strong><span>${cui ? `CUI ${cui}` : ''}${cui ? ending : ending.slice(3)}</span></div>`
}

const TEST = { ro: 'mediul de test al ANAF', en: 'test environment of ANAF' }

const LINK = {
  ro: {
    title: 'Conectați firma la RO e-Factura',
    intro: 'Programul de facturare al firmei cere acordul dumneavoastră pentru a trimite și a primi facturi prin ANAF:',
    plugIn: 'Conectați la calculator certificatul digital înrolat în SPV pentru această firmă.',
    choose: 'Apăsați butonul: pagina ANAF vă cere să alegeți certificatul și să introduceți PIN-ul.',
    back: 'Reveniți aici automat și aflați dacă a reușit.',
    button: 'Continuă la ANAF',
    note: 'Certificatul și PIN-ul rămân la dumneavoastră: nu ajung la acest program. Acordul ține cel mult un an fără să fie folosit și poate fi retras oricând.',
  },
  en: {
    title: 'Connect the company to RO e-Factura',
    intro: 'The company’s invoicing program asks for your consent to send and receive invoices through ANAF:',
    plugIn: 'Connect the digital certificate that is enrolled in SPV for this company to your computer.',
    choose: 'Press the button: ANAF’s page asks you to choose the certificate and to type its PIN.',
    back: 'You come back here by yourself and see whether it worked.',
    button: 'Continue to ANAF',
    note: 'The certificate and its PIN stay with you and never reach this program. The consent lasts at most a year without being used, and can be withdrawn at any time.',
  },
}

const CONFIRM = {
  ro: {
    title: 'Este aceasta firma dumneavoastră?',
    intro:
      'ANAF a confirmat certificatul. Mai e un singur pas: verificați firma în numele căreia se vor trimite facturi.',
    button: 'Da, conectează această firmă',
    note: 'Confirmați în cel mult un minut. Dacă nu este firma dumneavoastră, închideți pagina: nu se va întâmpla nimic.',
  },
  en: {
    title: 'Is this your company?',
    intro:
      'ANAF has confirmed the certificate. One step is left: check the company in whose name invoices will be sent.',
    button: 'Yes, connect this company',
    note: 'Please confirm within a minute. If this is not your company, close the page: nothing will happen.',
  },
}

const ENDINGS: Readonly<Record<Ending, Readonly<Record<Language, readonly [string, ...string[]]>>>> = {
  connected: {
    ro: [
      'Gata, firma este conectată',
      'Facturile pot fi trimise și primite acum prin RO e-Factura. Puteți închide această pagină și scoate certificatul.',
    ],
    en: [
      'Done, the company is connected',
      'Invoices can now be sent and received through RO e-Factura. You may close this page and unplug the certificate.',
    ],
  },
  denied_by_person: {
    ro: [
      'Conectarea a fost întreruptă',
      'ANAF nu a primit acordul: certificatul nu a fost ales, PIN-ul nu a fost introdus sau certificatul nu are drepturi în SPV.',
      'Deschideți din nou linkul primit și încercați încă o dată.',
    ],
    en: [
      'The connection was broken off',
      'ANAF did not receive the consent: no certificate was chosen, no PIN was typed, or the certificate has no rights in SPV.',
      'Open the link that you were sent once more and try again.',
    ],
  },
  refused: {
    ro: [
      'ANAF nu a acceptat conectarea',
      'De obicei a trecut mai mult de un minut între alegerea certificatului și revenirea aici.',
      'Deschideți din nou linkul primit și încercați încă o dată. Dacă se repetă, anunțați persoana care v-a trimis linkul.',
    ],
    en: [
      'ANAF did not accept the connection',
      'Usually more than a minute went by between choosing the certificate and coming back here.',
      'Open the link that you were sent once more and try again. If it happens again, tell the person who sent you the link.',
    ],
  },
  misconfigured: {
    ro: [
      'ANAF nu recunoaște acest program',
      'Programul de facturare nu este înregistrat corect la ANAF. Nu ați greșit nimic.',
      'Anunțați persoana care v-a trimis linkul: trebuie verificate aplicația OAuth din portalul ANAF și adresa ei de întoarcere.',
    ],
    en: [
      'ANAF does not know this program',
      'The invoicing program is not registered with ANAF as it should be. You did nothing wrong.',
      'Tell the person who sent you the link: the OAuth application on ANAF’s portal and its callback address have to be checked.',
    ],
  },
  unavailable: {
    ro: [
      'ANAF nu răspunde acum',
      'Serviciul ANAF nu a răspuns corespunzător. Nu ați greșit nimic.',
      'Așteptați câteva minute, apoi deschideți din nou linkul primit.',
    ],
    en: [
      'ANAF does not answer now',
      'ANAF’s service did not answer as it should. You did nothing wrong.',
      'Wait some minutes, then open the link that you were sent once more.',
    ],
  },
  used: {
    ro: [
      'Linkul a fost deja folosit',
      'Un link funcționează o singură dată, iar acesta și-a făcut treaba. Dacă firma nu este conectată, deschideți-l încă o dată sau cereți unul nou.',
    ],
    en: [
      'The link was used already',
      'A link works once, and this one has done its work. If the company is not connected, open it once more or ask for a new one.',
    ],
  },
  expired: {
    ro: [
      'Linkul a expirat',
      'Din motive de siguranță, linkul este valabil șapte zile. Cereți unul nou persoanei care vi l-a trimis.',
    ],
    en: [
      'The link has expired',
      'For safety a link is good for seven days. Ask the person who sent it to you for a new one.',
    ],
  },
  unknown: {
    ro: [
      'Linkul nu este valabil',
      'A fost copiat incomplet sau între timp a fost făcut altul. Folosiți linkul cel mai nou pe care l-ați primit.',
    ],
    en: [
      'The link is not valid',
      'It was copied in part, or another one was made meanwhile. Use the newest link that you were sent.',
    ],
  },
  in_progress: {
    ro: [
      'Conectarea este în curs',
      'Răspunsul de la ANAF se prelucrează chiar acum. Verificați peste un minut dacă firma este conectată.',
    ],
    en: [
      'The connection is being made',
      'The answer from ANAF is being worked on right now. Check in a minute whether the company is connected.',
    ],
  },
  lost_state: {
    ro: [
      'Nu știm pentru ce firmă este acordul',
      'ANAF v-a trimis înapoi fără a spune pentru ce firmă, așa că nu am conectat niciuna.',
      'Deschideți din nou linkul primit, în același browser, și încercați încă o dată.',
    ],
    en: [
      'We do not know which company this is for',
      'ANAF sent you back without saying for which company, so none was connected.',
      'Open the link that you were sent once more, in the same browser, and try again.',
    ],
  },
  too_many: {
    ro: [
      'Prea multe încercări',
      'De la această adresă s-au deschis prea multe pagini sau linkuri nevalabile. Nu s-a conectat nimic.',
      'Așteptați un minut, apoi deschideți din nou linkul primit.',
    ],
    en: [
      'Too many attempts',
      'Too many pages, or links that are not valid, were opened from this address. Nothing was connected.',
      'Wait a minute, then open the link that you were sent once more.',
    ],
  },
  broken: {
    ro: [
      'Ceva nu a mers la noi',
      'A apărut o eroare pe server și nu s-a conectat nimic. Încercați din nou peste câteva minute.',
    ],
    en: [
      'Something went wrong on our side',
      'The server met an error, and nothing was connected. Try again in some minutes.',
    ],
  },
}
