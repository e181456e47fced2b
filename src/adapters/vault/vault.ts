import { createCipheriv, createDecipheriv, hash, randomBytes } from 'node:crypto'
import { AppError } from '../../domain/errors.ts'

/** Whose secret it is, and where it stands: a sealed text that is moved elsewhere does not open. */
export interface SecretPlace {
  readonly companyId: string
  readonly environment: string
  readonly field: string
}

/**
 * Secrets at rest. Both functions throw `secret_key_unknown` where the key of this installation is not the one, and
 * `open` throws `secret_unreadable` where the sealed text was changed or moved.
 */
export interface Vault {
  seal(secret: string, place: SecretPlace): string
  open(sealed: string, place: SecretPlace): string
}

const VERSION = 'v1'
const NONCE_BYTES = 12
const TAG_BYTES = 16

/**
 * AES-256-GCM. The first key seals and all of them open, so that a key is replaced by putting a new one before it. The
 * keys are asked for when the first secret is, because most installations begin without any.
 */
export function makeVault(readKeys: () => readonly Uint8Array[]): Vault {
  let known: ReadonlyMap<string, Uint8Array> | null = null
  const keys = () => {
    known ??= new Map(readKeys().map((key) => [keyId(key), key]))
    return known
  }
  return {
    seal(secret, place) {
      const [first] = keys()
      if (!first) throw new AppError('secret_key_unknown')
      const [id, key] = first
      const nonce = randomBytes(NONCE_BYTES)
      const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES })
      cipher.setAAD(boundTo(id, place))
      const parts = [nonce, cipher.update(secret, 'utf8'), cipher.final(), cipher.getAuthTag()]
      return `${VERSION}.${id}.${Buffer.concat(parts).toString('base64url')}`
    },
    open(sealed, place) {
      const [version, id = '', text = ''] = sealed.split('.')
      const key = keys().get(id)
      if (version !== VERSION || !key) throw new AppError('secret_key_unknown')
      const bytes = Buffer.from(text, 'base64url')
      const nonce = bytes.subarray(0, NONCE_BYTES)
      try {
        const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES })
        decipher.setAAD(boundTo(id, place))
        decipher.setAuthTag(bytes.subarray(-TAG_BYTES))
        const body = bytes.subarray(NONCE_BYTES, -TAG_BYTES)
        return Buffer.concat([decipher.update(body), decipher.final()]).toString('utf8')
      } catch {
        throw new AppError('secret_unreadable')
      }
    },
  }
}

function keyId(key: Uint8Array): string {
  return hash('sha256', Buffer.concat([Buffer.from('facturier key id '), key]), 'hex').slice(0, 8)
}

function boundTo(id: string, { companyId, environment, field }: SecretPlace): Buffer {
  return Buffer.from(JSON.stringify([VERSION, id, companyId, environment, field]))
}
