// Who may import whom. The table is section 3 of the style guide; each rule here is one of its lines.
import typescript from 'typescript'

// The package `typescript` of package.json is TypeScript 6, for dependency-cruiser alone: it cannot read with 7 (which
// is `@typescript/native`), would skip every .ts file without a word, and so find nothing wrong.
// Both go back to one package when dependency-cruiser supports TypeScript 7.
if (!typescript.createSourceFile) throw new Error('dependency-cruiser needs the package "typescript" to be version 6')

const tests = '\\.test\\.ts$'
const roles = { store: '\\.store\\.ts$', schema: '\\.schema\\.ts$', routes: '\\.routes\\.ts$', job: '\\.job\\.ts$' }
// A use case is a file without a role in its name: verb-noun.ts.
const useCases = '^src/resources/[^/]+/[^./]+\\.ts$'

/** Both spellings of a module of Node, and its submodules (`node:fs/promises`). */
const core = (...names) => `^(node:)?(${names.join('|')})(/|$)`
const packages = (...names) => `(^|/)node_modules/(@types/)?(${names.join('|')})/`

const io = [
  core('fs', 'net', 'http', 'https', 'http2', 'tls', 'dgram', 'dns', 'child_process', 'worker_threads', 'cluster'),
  packages('nodemailer', 'undici', 'pdfkit'),
]

const forbidden = [
  {
    name: 'no-cycles',
    comment: 'Two files that need each other are one file, or need a third. Types count too.',
    from: {},
    to: { circular: true },
  },
  {
    name: 'imports-exist',
    comment: 'An import leads to a file of ours, a module of Node, or a package of package.json.',
    from: {},
    to: { dependencyTypes: ['unknown', 'undetermined', 'npm-no-pkg', 'npm-unknown'] },
  },
  {
    name: 'no-development-packages-at-run-time',
    comment: '`npm ci --omit=dev` must be enough to run.',
    from: { path: '^(src|bin)/', pathNot: tests },
    to: { dependencyTypes: ['npm-dev'], pathNot: 'node_modules/@types/' },
  },
  {
    name: 'no-tests-in-production',
    comment: 'Tests use the code, and the code knows nothing of tests.',
    from: { path: '^(src|bin)/', pathNot: tests },
    to: { path: ['^(test|bench|scripts)/', tests] },
  },
  {
    name: 'domain-is-pure',
    comment: '`domain` imports `domain` only: no package, no module of Node, no clock, no randomness.',
    from: { path: '^src/domain/', pathNot: tests },
    to: { pathNot: '^src/domain/' },
  },
  {
    name: 'below-the-resources',
    comment: '`store`, `adapters` and `jobs` import `domain` and `store`, and themselves.',
    from: { path: '^src/(store|adapters|jobs)/', pathNot: tests },
    to: { path: '^src/', pathNot: ['^src/(domain|store)/', '^src/$1/'] },
  },
  {
    name: 'http-knows-no-resource',
    comment:
      '`http` is what the resources stand on. Finding out who calls, for which company and work point, is its own; ' +
      '`http/compat` serves one old client and may look up.',
    from: { path: '^src/http/', pathNot: ['^src/http/compat/', tests] },
    to: {
      path: ['^src/(resources|jobs|adapters|cli)/', '^src/(main|app)\\.ts$'],
      pathNot: '^src/resources/(keys|work-points)/',
    },
  },
  {
    name: 'sql-in-one-kind-of-file',
    comment: 'Only `src/store` and `*.store.ts` write SQL.',
    from: { path: '^(src|bin)/', pathNot: ['^src/store/', roles.store, tests] },
    to: { path: packages('kysely') },
  },
  {
    name: 'drivers-in-the-store',
    comment: 'Only `src/store` knows which databases there are.',
    from: { path: '^(src|bin)/', pathNot: ['^src/store/', tests] },
    to: { path: [packages('pg', 'pg-[^/]+', 'better-sqlite3'), core('sqlite')] },
  },
  {
    name: 'fastify-at-the-edge',
    comment: 'Fastify is known to the application, `http` and the routes; a use case and a store run without it.',
    from: {
      path: '^(src|bin)/',
      pathNot: ['^src/(resources/index|[^/]+)\\.ts$', '^src/(http|cli)/', roles.routes, tests],
    },
    to: { path: packages('fastify', '@fastify/[^/]+') },
  },
  {
    name: 'no-io-in-resources',
    comment: 'No IO but SQL inside a transaction: on SQLite it stops the whole server. The outside is in `adapters`.',
    from: { path: '^src/(resources|domain)/', pathNot: tests },
    to: { path: io },
  },
  {
    name: 'stores-speak-sql-and-domain',
    comment:
      '`*.store.ts` imports `domain`, `store`, Kysely, the stores of its own folder, and its schema, because rows hold ' +
      'the answer that it renders (decision 0002).',
    from: { path: '^src/resources/([^/]+)/.*\\.store\\.ts$' },
    to: { pathNot: ['^src/(domain|store)/', '^src/resources/$1/[^/]+\\.(store|schema)\\.ts$', packages('kysely')] },
  },
  {
    name: 'use-cases-import',
    comment: 'A use case imports `domain`, `store`, any `*.store.ts`, other use cases, and of `adapters` the types.',
    from: { path: useCases, pathNot: tests },
    to: { pathNot: ['^src/(domain|store|adapters)/', roles.store, useCases, core('crypto')] },
  },
  {
    name: 'adapters-are-handed-over',
    comment: 'Resources see the interfaces of adapters (`import type`); the real ones are handed to the application.',
    from: { path: '^src/resources/', pathNot: tests },
    to: { path: '^src/adapters/', dependencyTypesNot: ['type-only'] },
  },
  {
    name: 'schemas-import',
    comment:
      '`*.schema.ts` imports `domain`, the field types of `http`, other schemas, TypeBox, and types of its own folder.',
    from: { path: roles.schema },
    to: { pathNot: ['^src/(domain|http)/', roles.schema, packages('typebox')], dependencyTypesNot: ['type-only'] },
  },
  {
    name: 'routes-stay-at-home',
    comment:
      'Routes and jobs import their own schema, use cases and store, the schemas of others (an answer may hold ' +
      'another noun) and, for a plain read that expands one, its store.',
    from: { path: '^src/resources/([^/]+)/.*\\.(routes|job)\\.ts$' },
    to: {
      path: '^src/',
      pathNot: ['^src/resources/$1/', '^src/(domain|http|store|jobs|adapters|verify)/', roles.schema, roles.store],
    },
  },
  {
    name: 'verify-looks-at-everything',
    comment:
      '`verify` recomputes what the resources keep, with their own rules: it imports `domain`, `store`, and of the ' +
      'resources the stores and schemas. Only the command and the routes of its own noun ask it.',
    from: { path: '^src/verify/', pathNot: tests },
    to: { path: '^src/', pathNot: ['^src/(domain|store|verify)/', roles.store, roles.schema] },
  },
  {
    name: 'verify-is-asked-by-few',
    comment: 'What is written must not depend on what checks it.',
    from: { path: '^src/', pathNot: ['^src/(verify|resources/verification)/', '^src/cli/verify\\.ts$', tests] },
    to: { path: '^src/verify/' },
  },
  {
    name: 'simulator-stands-apart',
    comment:
      'The simulator plays ANAF with the same rules and readers as the product, and knows nothing of its resources.',
    from: { path: '^src/simulator/', pathNot: tests },
    to: { path: '^src/', pathNot: ['^src/(domain|store|simulator)/', '^src/adapters/(xml|zip)/'] },
  },
  {
    name: 'simulator-is-handed-over',
    comment: 'Only the application and the command know that ANAF may be played; everybody else is handed a transport.',
    from: { path: '^src/', pathNot: ['^src/(simulator|cli)/', '^src/(app|main)\\.ts$', tests] },
    to: { path: '^src/simulator/' },
  },
  {
    name: 'web-knows-only-the-api',
    comment: 'The dashboard imports nothing of `src`: what it cannot do, no customer can.',
    from: { path: '^web/' },
    to: { path: '^src/' },
  },
]

export default {
  forbidden: forbidden.map((rule) => ({ severity: 'error', ...rule })),
  options: {
    parser: 'tsc',
    tsPreCompilationDeps: true,
    detectProcessBuiltinModuleCalls: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(data|coverage|docs|\\.git|\\.ci|\\.bench)/' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'types', 'default'] },
  },
}
