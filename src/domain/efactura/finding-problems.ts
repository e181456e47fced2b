import type { Problem } from '../problem.ts'
import type { Finding } from './rules/finding.ts'

/** What our rules found, in the shape of every other refusal or warning: path, code, sentence in both languages. */
export function findingProblems(findings: readonly Finding[], severity: Finding['severity'] = 'fatal'): Problem[] {
  return findings
    .filter((finding) => finding.severity === severity)
    .map(({ ruleId, apiPath, path, messageEn, messageRo, suggestion }) => ({
      path: apiPath ?? path,
      code: ruleId,
      sentences: {
        en: suggestion === undefined ? messageEn : `${messageEn} Suggested: “${suggestion}”.`,
        ro: suggestion === undefined ? messageRo : `${messageRo} Sugestie: „${suggestion}”.`,
      },
    }))
}

/** A finding as a submission keeps it among its errors. */
export function findingSentence({ ruleId, messageRo }: Finding): string {
  return `${ruleId}: ${messageRo}`
}
