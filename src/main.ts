import { explainFailure } from './cli/failures.ts'
import { HELP } from './cli/help.ts'
import { jobsCommand } from './cli/jobs.ts'
import { keysCommand } from './cli/keys.ts'
import { openStore } from './cli/open-store.ts'
import { readArguments, UsageError } from './cli/usage.ts'
import { type Config, describeConfig, readConfig } from './config.ts'
import { systemClock } from './store/clock.ts'
import { version } from './version.ts'

/** Where the command works, once that is known: failures are explained with it. */
let config: Config | null = null

async function run([command = 'help', ...args]: readonly string[]): Promise<number> {
  switch (command) {
    case 'serve': {
      // Loaded when asked for: the framework takes longer to load than the small commands take to run.
      const { readServeOptions, serve } = await import('./cli/serve.ts')
      const options = readServeOptions(args)
      const read = readConfig()
      config = { ...read, port: options.port ?? read.port, host: options.host ?? read.host }
      await serve(config, options)
      return 0
    }
    case 'worker': {
      readArguments(args, {})
      config = readConfig()
      const { work } = await import('./cli/work.ts')
      await work(config)
      return 0
    }
    case 'jobs':
      config = readConfig()
      return say(await jobsCommand(config, systemClock, args))
    case 'migrate': {
      readArguments(args, {})
      config = readConfig()
      const { database, applied } = await openStore(config)
      await database.close()
      return say(
        applied.length > 0 ? `The database is up to date now: ${applied.join(', ')}.` : 'The database was up to date.',
      )
    }
    case 'keys':
      config = readConfig()
      return say(await keysCommand(config, systemClock, args))
    case 'verify': {
      config = readConfig()
      const { verifyCommand } = await import('./cli/verify.ts')
      return verifyCommand(config, args)
    }
    case 'efactura': {
      const [action, ...files] = args
      if (action !== 'validate' || files.length === 0) throw new UsageError('Use: facturier efactura validate FILE…')
      const { efacturaValidate } = await import('./cli/efactura-validate.ts')
      return efacturaValidate(files)
    }
    case 'anaf-simulator': {
      const { anafSimulator } = await import('./cli/anaf-simulator.ts')
      return anafSimulator(args)
    }
    case 'config':
      readArguments(args, {})
      readConfig()
      return say(describeConfig())
    case 'version':
    case '--version':
    case '-v':
      return say(version)
    case 'help':
    case '--help':
    case '-h':
      return say(HELP)
    default:
      throw new UsageError(`There is no command "${command}": facturier help lists them.`)
  }
}

function say(text: string): number {
  process.stdout.write(`${text}\n`)
  return 0
}

try {
  process.exitCode = await run(process.argv.slice(2))
} catch (error) {
  const sentence = explainFailure(error, config)
  // What nobody foresaw is a bug, and whoever reports it needs the whole of it.
  console.error(sentence ?? error)
  process.exitCode = 1
}
