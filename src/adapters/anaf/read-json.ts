import type { AnafRefusal } from './anaf.ts'
import type { Reply } from './call-anaf.ts'
import { refusal } from './refusal.ts'

/** An object of ANAF's JSON. Names are looked up without regard to case: `Messages`, `eroare`, `Eroare`. */
export class JsonFields {
  readonly #values = new Map<string, unknown>()

  constructor(values: object) {
    for (const [name, value] of Object.entries(values)) this.#values.set(name.toLowerCase(), value)
  }

  /** A value that is text or a number, as trimmed text; '' for anything else. */
  text(...names: readonly string[]): string {
    for (const name of names) {
      const value = this.#values.get(name)
      if (typeof value === 'string' || typeof value === 'number') {
        const text = String(value).trim()
        if (text !== '') return text
      }
    }
    return ''
  }

  /** A whole number, also when it is written as text. */
  count(name: string): number | null {
    const text = this.text(name)
    return /^\d{1,15}$/.test(text) ? Number(text) : null
  }

  list(name: string): readonly unknown[] | null {
    const value = this.#values.get(name)
    return Array.isArray(value) ? value : null
  }
}

/** The object that a reply holds, or null when it holds something else. */
export function jsonOf(reply: Reply): JsonFields | null {
  try {
    return fieldsOf(JSON.parse(reply.text))
  } catch {
    return null
  }
}

export function fieldsOf(value: unknown): JsonFields | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? new JsonFields(value) : null
}

/**
 * A refusal in JSON: `{eroare, titlu}` under any status, or `{timestamp, status, error, message}` under 400, where a
 * parameter or the body is missing (efactura 1.3, 1.5). Null when the reply is neither.
 */
export function jsonRefusal(reply: Reply): AnafRefusal | null {
  // What is in front of ANAF refuses by itself what is larger than ANAF takes, and not always in JSON.
  if (reply.status === 413) return refusal(['HTTP 413: Payload Too Large'], 'content')
  const json = jsonOf(reply)
  if (json === null) return null
  const said = json.text('eroare')
  if (said !== '') return refusal([said])
  if (reply.status < 400) return null
  const message = json.text('message', 'error')
  if (message === '') return null
  const asked = refusal([message])
  return asked.cause === 'other' ? { ...asked, cause: 'content' } : asked
}
