import { hash } from 'node:crypto'
import type { Language } from '../../domain/errors.ts'

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** A template whose values are escaped, unless they are HTML already. */
export function html(texts: TemplateStringsArray, ...values: readonly (string | Safe)[]): Safe {
  const parts = texts.map((text, at) => {
    if (at === 0) return text
    const value = values[at - 1] ?? ''
    return `${value instanceof Safe ? value.text : escaped(value)}${text}`
  })
  return new Safe(parts.join(''))
}

/** Text that was made safe for HTML. */
export class Safe {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? '')
}

const STYLE = `
:root{color-scheme:light dark;--ink:#14213d;--soft:#51607a;--paper:#fff;--ground:#eef2f7;--line:#d6deea;--act:#1d4ed8;--act-ink:#fff;--good:#15803d;--bad:#b45309}
@media (prefers-color-scheme:dark){:root{--ink:#e8edf6;--soft:#a9b6cb;--paper:#172033;--ground:#0d1422;--line:#2c3a55;--act:#7aa2ff;--act-ink:#0b1220;--good:#4ade80;--bad:#fbbf24}}
*{box-sizing:border-box}
body{margin:0;min-height:100vh;display:grid;place-items:center;padding:24px;background:var(--ground);color:var(--ink);font:17px/1.6 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif}
main{width:100%;max-width:560px;background:var(--paper);border:1px solid var(--line);border-radius:16px;padding:40px 36px 32px;box-shadow:0 12px 40px rgb(15 23 42/.08)}
.mark{display:inline-flex;align-items:center;justify-content:center;width:52px;height:52px;border-radius:14px;background:var(--act);color:var(--act-ink);margin-bottom:20px}
.good .mark{background:var(--good);color:var(--paper)}
.bad .mark{background:var(--bad);color:var(--paper)}
h1{font-size:26px;line-height:1.25;letter-spacing:-.01em;margin:0 0 12px;text-wrap:balance}
p{margin:0 0 16px}
.company{border:1px solid var(--line);border-radius:12px;padding:14px 18px;margin:20px 0;overflow-wrap:anywhere}
.company strong{display:block;font-size:19px;line-height:1.35}
.company span,.note{color:var(--soft);font-size:15px}
ol{margin:0 0 24px;padding-left:22px}
li{margin-bottom:8px;padding-left:4px}
button{display:block;width:100%;border:0;border-radius:12px;padding:15px 20px;background:var(--act);color:var(--act-ink);font-family:inherit;font-size:18px;font-weight:600;line-height:1.3;cursor:pointer}
button:hover{filter:brightness(1.08)}
button:focus-visible{outline:3px solid var(--ink);outline-offset:3px}
.note{margin:20px 0 0}
footer{margin-top:24px;padding-top:16px;border-top:1px solid var(--line);color:var(--soft);font-size:14px}
@media (max-width:480px){body{padding:12px}main{padding:28px 22px 24px}}
@media (prefers-contrast:more){:root{--soft:var(--ink);--line:var(--ink)}}
`

const ICONS = {
  ask: 'M12 2 4 5v6c0 5 3.4 9.3 8 11 4.6-1.7 8-6 8-11V5l-8-3Zm-1.2 14.2-3.5-3.5 1.5-1.5 2 2 4.9-4.9 1.5 1.5-6.4 6.4Z',
  good: 'm9.5 18.5-6-6 2-2 4 4 9-9 2 2-11 11Z',
  bad: 'M12 3 1.5 21h21L12 3Zm-1 6h2v6h-2V9Zm0 8h2v2h-2v-2Z',
}

/** A whole page: what it is about, and how it went. */
export interface Page {
  readonly tone: keyof typeof ICONS
  readonly title: string
  readonly body: Safe
}

const FOOTER: Readonly<Record<Language, string>> = {
  ro: 'Facturier · conectarea la RO e-Factura',
  en: 'Facturier · connecting to RO e-Factura',
}

export function renderPage({ tone, title, body }: Page, language: Language): string {
  const page = html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title}</title>
<style>${new Safe(STYLE)}</style>
</head>
<body>
<main class="${tone}">
<div class="mark" aria-hidden="true"><svg width="28" height="28" viewBox="0 0 24 24" fill="currentColor"><path d="${ICONS[tone]}"/></svg></div>
<h1>${title}</h1>
${body}
<footer>${FOOTER[language]}</footer>
</main>
</body>
</html>
`
  return page.text
}

const STYLE_HASH = hash('sha256', STYLE, 'base64')

/**
 * Nothing but this page and its own style. A form may lead to ANAF's login, because browsers hold a redirect that
 * answers a form to the same list.
 */
export function pageHeaders(loginOrigin: string): Readonly<Record<string, string>> {
  return {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'content-security-policy': `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; form-action 'self' ${loginOrigin}; base-uri 'none'; frame-ancestors 'none'`,
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'cross-origin-opener-policy': 'same-origin',
    'x-robots-tag': 'noindex',
  }
}
