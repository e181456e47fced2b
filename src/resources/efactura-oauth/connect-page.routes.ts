import type { FastifyInstance } from 'fastify'
import type { Services } from '../../http/endpoint.ts'
import { languageOf } from '../../http/language.ts'
import { html, type Page, pageHeaders, renderPage } from './page-frame.ts'

type PageServices = Services & { readonly anaf?: { readonly publicUrl: string; readonly loginOrigin: string } }

/** Where `configure_url` leads (contract 9.1): how a company is connected, with the command to paste. Needs no account. */
export function connectPage(app: FastifyInstance, services: PageServices): void {
  app.get('/anaf/connect', {
    schema: { hide: true },
    handler: async (request, reply) => {
      const language = languageOf(`ro;q=0.001,${request.headers['accept-language'] ?? ''}`)
      const page = howToConnect(services.anaf?.publicUrl ?? '', language)
      return reply.headers(pageHeaders(services.anaf?.loginOrigin ?? '')).send(renderPage(page, language))
    },
  })
}

function howToConnect(publicUrl: string, language: 'ro' | 'en'): Page {
  const t = TEXTS[language]
  const command = `curl -X POST ${publicUrl}/v1/efactura/oauth/initialize -H "Authorization: Bearer sk_live_…"`
  return {
    tone: 'ask',
    title: t.title,
    body: html`<p>${t.intro}</p>
<ol><li>${t.register}</li><li>${t.ask}<div class="company"><code>${command}</code></div></li><li>${t.send}</li><li>${t.sign}</li></ol>
<p class="note">${t.note}</p>`,
  }
}

const TEXTS = {
  ro: {
    title: 'Conectarea unei firme la RO e-Factura',
    intro: 'Conectarea se face o singură dată, de cine deține un certificat digital înrolat în SPV pentru firmă.',
    register:
      'Cine administrează programul înregistrează o dată o aplicație OAuth la ANAF și pornește serverul cu ANAF_CLIENT_ID și ANAF_CLIENT_SECRET.',
    ask: 'Apoi cere un link, cu o cheie live a firmei:',
    send: 'Trimite adresa din „link_url” deținătorului certificatului. Nu este nevoie de cont, iar linkul este valabil șapte zile.',
    sign: 'Deținătorul deschide linkul, alege certificatul la ANAF și introduce PIN-ul. Atât.',
    note: 'Firmele de test (chei sk_test_…) nu au nevoie de conectare: facturile lor ajung la simulator.',
  },
  en: {
    title: 'Connecting a company to RO e-Factura',
    intro: 'This is done once, by whoever holds a digital certificate that is enrolled in SPV for the company.',
    register:
      'Whoever runs this program registers an OAuth application with ANAF once, and starts the server with ANAF_CLIENT_ID and ANAF_CLIENT_SECRET.',
    ask: 'Then they ask for a link, with a live key of the company:',
    send: 'They send the address in “link_url” to the holder of the certificate. No account is needed, and the link lasts seven days.',
    sign: 'The holder opens the link, chooses the certificate at ANAF and types its PIN. That is all.',
    note: 'Sandbox companies (keys sk_test_…) need no connection: their invoices go to a simulator.',
  },
}
