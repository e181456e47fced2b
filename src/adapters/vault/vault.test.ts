import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'
import { scratchFolder } from '../../../test/scratch.ts'
import { secretKeys } from './secret-key.ts'
import { makeVault } from './vault.ts'

const PLACE = { companyId: 'firm_a', environment: 'live', field: 'access_token' }
const [OLD, NEW] = [randomBytes(32), randomBytes(32)]
const vaultOf = (...keys: Uint8Array[]) => makeVault(() => keys)

test('what is sealed opens in its place, and looks different each time', () => {
  const vault = vaultOf(OLD)
  const sealed = vault.seal('un secret „greu”', PLACE)
  expect(vault.open(sealed, PLACE)).toBe('un secret „greu”')
  expect(sealed).not.toContain('secret')
  expect(vault.seal('un secret „greu”', PLACE)).not.toBe(sealed)
  expect(vault.open(vault.seal('', PLACE), PLACE)).toBe('')
})

test.each([
  ['company', { companyId: 'firm_b' }],
  ['environment', { environment: 'test' }],
  ['field', { field: 'refresh_token' }],
])('it does not open for another %s', (_what, other) => {
  const vault = vaultOf(OLD)
  expect(() => vault.open(vault.seal('secret', PLACE), { ...PLACE, ...other })).toThrow('secret_unreadable')
})

test('a changed byte or a cut end is noticed', () => {
  const vault = vaultOf(OLD)
  const [version, id, text = ''] = vault.seal('secret', PLACE).split('.')
  const bytes = Buffer.from(text, 'base64url')
  for (let at = 0; at < bytes.length; at++) {
    const changed = Buffer.from(bytes)
    changed[at] = (changed[at] ?? 0) ^ 1
    expect(() => vault.open(`${version}.${id}.${changed.toString('base64url')}`, PLACE)).toThrow('secret_unreadable')
  }
  for (const length of [0, 5, 12, 27, bytes.length - 1]) {
    expect(() => vault.open(`${version}.${id}.${bytes.subarray(0, length).toString('base64url')}`, PLACE)).toThrow(
      'secret_unreadable',
    )
  }
})

test('a new key seals while the old one still opens, and a key that is gone is named as the reason', () => {
  const sealed = vaultOf(OLD).seal('secret', PLACE)
  const both = vaultOf(NEW, OLD)
  expect(both.open(sealed, PLACE)).toBe('secret')
  expect(vaultOf(NEW).open(both.seal('secret', PLACE), PLACE)).toBe('secret')
  expect(() => vaultOf(NEW).open(sealed, PLACE)).toThrow('secret_key_unknown')
  expect(() => vaultOf(OLD).open('', PLACE)).toThrow('secret_key_unknown')
})

test('the key of the environment is taken as it is, and makes no file', () => {
  const folder = tidyFolder()
  expect(secretKeys(`${NEW.toString('base64')}, ${OLD.toString('base64')}`, folder).map(Buffer.from)).toEqual([
    NEW,
    OLD,
  ])
  expect(readdirSync(folder)).toEqual([])
})

test('processes that need a key at once end up with the same one, in a file for the owner alone', async () => {
  const folder = join(tidyFolder(), 'data')
  const script = `import { secretKeys } from ${JSON.stringify(new URL('./secret-key.ts', import.meta.url).href)}
process.stdout.write(Buffer.from(secretKeys('', process.argv[1])[0]).toString('hex'))`
  const run = () => promisify(execFile)(process.execPath, ['--input-type=module', '-e', script, folder])
  const keys = await Promise.all(Array.from({ length: 4 }, run))
  expect(new Set(keys.map(({ stdout }) => stdout)).size).toBe(1)
  expect(keys[0]?.stdout).toMatch(/^[0-9a-f]{64}$/)
  expect(Buffer.from(secretKeys('', folder)[0] ?? []).toString('hex')).toBe(keys[0]?.stdout)
  expect(readdirSync(folder)).toEqual(['secret.key'])
  expect(statSync(join(folder, 'secret.key')).mode & 0o777).toBe(0o600)
})

test('a damaged key file is not replaced by a new key', () => {
  const folder = tidyFolder()
  writeFileSync(join(folder, 'secret.key'), 'c2hvcnQ=\n')
  expect(() => secretKeys('', folder)).toThrow('secret_key_unknown')
})

function tidyFolder(): string {
  const folder = scratchFolder('facturier-key-')
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}
