import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { buildApp } from '../src/app.ts'
import { ERRORS } from '../src/domain/errors.ts'
import { MESSAGES } from '../src/domain/messages.ts'
import { systemClock } from '../src/store/clock.ts'
import { openSqlite } from '../src/store/sqlite.ts'

/** Writes what is documented by the code itself: docs/openapi.json and docs/errors.md. With --check it only compares. */
const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } })
const files = { 'openapi.json': await openApi(), 'errors.md': errors() }
const stale = Object.entries(files).filter(([name, text]) => current(name) !== text)
if (!values.check) for (const [name, text] of stale) writeFileSync(pathOf(name), text)
const names = stale.map(([name]) => `docs/${name}`).join(' and ')
if (stale.length === 0) console.log('docs/openapi.json and docs/errors.md are up to date.')
else if (!values.check) console.log(`${names} written.`)
else {
  console.error(`${names} no longer say what the code does: run npm run generate and look at the difference.`)
  process.exitCode = 1
}

function pathOf(name: string): string {
  return fileURLToPath(new URL(`../docs/${name}`, import.meta.url))
}

function current(name: string): string | null {
  try {
    return readFileSync(pathOf(name), 'utf8')
  } catch {
    return null
  }
}

/** The document as a server would answer it; the application is made, and listens nowhere. */
async function openApi(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'facturier-generate-'))
  const database = openSqlite(join(folder, 'facturier.db'))
  const config = { corsOrigins: [], trustProxy: false, rateLimitPerMinute: 0, bodyLimitBytes: 1024, logLevel: 'silent' }
  const app = await buildApp({ database, clock: systemClock }, config)
  try {
    await app.ready()
    return `${JSON.stringify(app.swagger(), null, 2)}\n`
  } finally {
    await app.close()
    await database.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

function errors(): string {
  const codes = Object.entries(ERRORS).map(([code, spec]) => [
    `\`${code}\``,
    String(spec.status),
    `\`${spec.type}\``,
    spec.en,
    spec.ro,
  ])
  const problems = Object.entries(MESSAGES).map(([code, { en, ro }]) => [`\`${code}\``, en, ro])
  return `<!-- Written by scripts/generate.ts from src/domain/errors.ts and src/domain/messages.ts: change it there. -->

# Errors

Every refusal is \`{"success": false, "error": {…}, "meta": {…}}\`. \`error.code\` is one of the codes below. Codes are
permanent and new ones may be added; messages may improve, and come in the language of \`Accept-Language\` (\`en\`, \`ro\`).

${table(['code', 'status', 'type', 'English', 'Romanian'], codes)}

## What is wrong with a field

With a \`validation_error\`, \`error.errors\` holds a sentence for each field at fault, under its path (\`items.0.price\`,
\`client_data.cui\`), all of them at once. What is stored although it looks wrong comes back in \`data.warnings\`, with
\`code\`, \`field\` and \`message\`. These are the codes and their sentences.

${table(['code', 'English', 'Romanian'], problems)}
`
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}
