import type { Language } from '../domain/errors.ts'

const CHOICE = /^\s*([a-z*]{1,8})(?:-[a-z0-9-]*)?\s*(?:;\s*q=([0-9.]+))?\s*$/i

/** Romanian or English, whichever `Accept-Language` prefers; English when it names neither (contract 1.1). */
export function languageOf(header: string | undefined): Language {
  if (!header) return 'en'
  let best: Language = 'en'
  let bestWeight = 0
  for (const part of header.slice(0, 200).split(',')) {
    const match = CHOICE.exec(part)
    const tag = match?.[1]?.toLowerCase()
    const weight = match?.[2] === undefined ? 1 : Number(match[2])
    if ((tag === 'ro' || tag === 'en') && weight > bestWeight) {
      best = tag
      bestWeight = weight
    }
  }
  return best
}
