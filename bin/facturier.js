#!/usr/bin/env node
// Plain JavaScript, in words that old versions of Node understand: they must get as far as the sentence below.
const wanted = 24
const found = process.versions.node

// Early releases of Node 24 call node:sqlite and type stripping experimental at every start. That is known and chosen
// (docs/decisions); other warnings still show. To be removed when `engines` asks for a Node that has gone quiet.
const emitWarning = process.emitWarning
process.emitWarning = (warning, ...rest) => {
  const type = typeof rest[0] === 'object' && rest[0] !== null ? rest[0].type : rest[0]
  if (type === 'ExperimentalWarning' && /SQLite|Type Stripping/i.test(String(warning))) return
  emitWarning.call(process, warning, ...rest)
}

if (Number(found.split('.')[0]) < wanted) {
  console.error(
    `Facturier needs Node ${wanted} or newer and this is Node ${found}: ` +
      `after "npm ci", start it with "npm start", which uses the project's own Node ${wanted}, or install Node ${wanted}.`,
  )
  process.exitCode = 1
} else {
  start().catch((error) => {
    // A folder nobody ran `npm ci` in is a mistake of the hand, not of the code.
    const missing = error?.code === 'ERR_MODULE_NOT_FOUND' && /Cannot find package '([^']+)'/.exec(error.message)
    if (!missing) throw error
    console.error(`Facturier cannot find the package ${missing[1]}: run "npm ci" in its folder first.`)
    process.exitCode = 1
  })
}

/** Compiled code is kept between starts, in the project's own folder. Where that may not be written, nothing is lost. */
async function start() {
  const { enableCompileCache } = await import('node:module')
  const { fileURLToPath } = await import('node:url')
  enableCompileCache(fileURLToPath(new URL('../node_modules/.cache/facturier', import.meta.url)))
  await import('../src/main.ts')
}
