const LENGTH = 200
/** What a token looks like, also one that is not ours. */
const TOKENS = /\bBearer\s+\S+|\beyJ[\w-]+\.[\w-]+(\.[\w-]*)?/g

/** The text without the token of the call, in case that whoever answered echoes it. */
export function withoutToken(text: string, token: string | null): string {
  return token ? text.replaceAll(token, '***') : text
}

/** At most 200 characters in one line for the log: no token, no markup. */
export function brief(text: string): string {
  const plain = text
    .slice(0, 20_000)
    .replace(/<(script|style)\b[\s\S]*?(<\/\1>|$)/gi, ' ')
    .replace(/<[^>]*(>|$)/g, ' ')
    .replace(TOKENS, '***')
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim()
  return plain.length > LENGTH ? `${plain.slice(0, LENGTH - 1)}…` : plain
}
