import { escapeXml } from '../domain/efactura/write/xml-text.ts'

export interface AuthorizeQuery {
  readonly clientId: string
  readonly redirectUri: string
  readonly state: string | null
}

/** Plays the browser's certificate dialog: whoever has it open types the CIFs that the certificate has rights on. */
export function authorizePage({ clientId, redirectUri, state }: AuthorizeQuery, complaint = ''): Response {
  const hidden = (name: string, value: string) => `<input type="hidden" name="${name}" value="${quoted(value)}">`
  const html = `<!doctype html>
<html lang="ro">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Simulator ANAF: autorizare</title>
<style>
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 34rem; margin: 3rem auto; padding: 0 1rem; color: #1b1b1b; background: #fff }
label { display: block; font-weight: 600; margin: 1.5rem 0 .25rem }
input[type=text] { font: inherit; width: 100%; box-sizing: border-box; padding: .5rem; border: 1px solid #666; border-radius: .25rem }
button { font: inherit; padding: .5rem 1.25rem; margin: 1rem .5rem 0 0; border: 1px solid #1b4f9c; border-radius: .25rem; background: #fff; color: #1b4f9c; cursor: pointer }
button[value=continue] { background: #1b4f9c; color: #fff }
.note { color: #555; overflow-wrap: anywhere }
.complaint { color: #a40000; font-weight: 600 }
</style>
</head>
<body>
<h1>Simulator ANAF</h1>
<p>Aici ANAF ar cere certificatul digital calificat. Simulatorul nu cere niciunul: scrieți codurile fiscale pe care certificatul ar avea drepturi în SPV.</p>
<p class="note">Aplicația <strong>${quoted(clientId)}</strong> va primi acces și vă va întoarce la ${quoted(redirectUri)}.</p>
${complaint === '' ? '' : `<p class="complaint" role="alert">${quoted(complaint)}</p>`}
<form method="post" action="authorize">
${hidden('client_id', clientId)}${hidden('redirect_uri', redirectUri)}${state === null ? '' : hidden('state', state)}
<label for="cifs">Coduri fiscale (CIF), separate prin virgulă; * pentru toate</label>
<input type="text" id="cifs" name="cifs" autocomplete="off" autofocus>
<button type="submit" name="decision" value="continue">Continuă</button>
<button type="submit" name="decision" value="refuse">Refuză</button>
</form>
</body>
</html>
`
  return page(html, complaint === '' ? 200 : 400)
}

export function authorizeError(message: string): Response {
  const html = `<!doctype html>
<html lang="ro"><head><meta charset="utf-8"><title>Simulator ANAF: eroare</title></head>
<body><h1>Simulator ANAF</h1><p>${quoted(message)}</p></body></html>
`
  return page(html, 400)
}

function page(html: string, status: number): Response {
  return new Response(html, {
    status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy':
        "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'",
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
    },
  })
}

/** For text and for attributes in double quotes. */
function quoted(text: string): string {
  return escapeXml(text)
}
