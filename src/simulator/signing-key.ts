import { createPrivateKey, generateKeyPair, type KeyObject } from 'node:crypto'
import { promisify } from 'node:util'
import type { Clock } from '../store/clock.ts'
import type { Database } from '../store/conn.ts'
import { findKey, insertKeyOnce } from './keys.store.ts'
import { selfSignedCertificate } from './self-signed-certificate.ts'

/** With what the simulator signs instead of the Ministry of Finance. */
export interface SigningKey {
  readonly privateKey: KeyObject
  /** X.509 in base64, in one line, as XML-DSig carries it. */
  readonly certificate: string
}

const COMMON_NAME = 'FACTURIER SIMULATOR ANAF'
const MODULUS_BITS = 2048
const makeKeyPair = promisify(generateKeyPair)

/** The key pair of the database, made by whoever needs it first and then always the same. */
export async function signingKeyOf(database: Database, clock: Clock): Promise<SigningKey> {
  const known = await findKey(database.read)
  if (known !== null) return { privateKey: createPrivateKey(known.private_key), certificate: known.certificate }
  const { privateKey } = await makeKeyPair('rsa', { modulusLength: MODULUS_BITS })
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  const certificate = selfSignedCertificate(pem, COMMON_NAME, clock.nowMs()).toString('base64')
  return database.transact(async (db) => {
    await insertKeyOnce(db, { private_key: pem, certificate })
    // Ours, or that of whoever was faster.
    const kept = await findKey(db)
    if (kept === null) throw new Error('the key pair was not kept')
    return { privateKey: createPrivateKey(kept.private_key), certificate: kept.certificate }
  })
}
