import { randomBytes } from 'node:crypto'
import { closeSync, fsyncSync, linkSync, mkdirSync, openSync, readFileSync, unlinkSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { AppError } from '../../domain/errors.ts'

const KEY_BYTES = 32

/**
 * The keys of the installation: those of FACTURIER_SECRET_KEY, newest first, or else the file `secret.key` of the data
 * folder, which is made when it is first needed.
 */
export function secretKeys(configured: string, dataDir: string): readonly Uint8Array[] {
  if (configured === '') return [keyOfFile(join(dataDir, 'secret.key'), dataDir)]
  return configured.split(',').map((text) => decoded(text))
}

function keyOfFile(file: string, dataDir: string): Uint8Array {
  const found = readKey(file)
  if (found) return found
  mkdirSync(dataDir, { recursive: true })
  const draft = `${file}.${process.pid}.${randomBytes(6).toString('hex')}`
  const handle = openSync(draft, 'wx', 0o600)
  try {
    writeSync(handle, `${randomBytes(KEY_BYTES).toString('base64')}\n`)
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
  try {
    // Of several processes one makes the link, whole and on the disk; the others read what it wrote.
    linkSync(draft, file)
  } catch (error) {
    if ((error as { code?: string }).code !== 'EEXIST') throw error
  } finally {
    unlinkSync(draft)
  }
  const made = readKey(file)
  if (!made) throw new AppError('secret_key_unknown')
  return made
}

function readKey(file: string): Uint8Array | null {
  try {
    return decoded(readFileSync(file, 'utf8'))
  } catch (error) {
    if ((error as { code?: string }).code === 'ENOENT') return null
    throw error
  }
}

function decoded(text: string): Uint8Array {
  const key = Buffer.from(text.trim(), 'base64')
  // A damaged key must not be taken for a new one: what it sealed would be lost without a word.
  if (key.length !== KEY_BYTES) throw new AppError('secret_key_unknown')
  return key
}
