import Type from 'typebox'
import type { Finding } from '../../domain/efactura/rules/finding.ts'
import type { Language } from '../../domain/errors.ts'
import { Nullable, Text } from '../../http/answers.ts'
import type { Json } from '../../http/json.ts'

/** What one rule says of a document (contract efactura 4). */
export const FindingJson = Type.Object(
  {
    rule: Type.String({ description: 'Permanent: the id of the official rule, or one of ours (`FCT-…`).' }),
    severity: Type.Union([Type.Literal('fatal'), Type.Literal('warning')]),
    term: Nullable(Type.String({ description: 'Business term or group of EN 16931: `BT-1`, `BG-25`.' })),
    path: Nullable(Type.String({ description: 'The field of this API: `items.0.description`.' })),
    xml_path: Text,
    message: Type.String({ description: 'In the language of `Accept-Language`.' }),
    message_ro: Text,
    message_en: Text,
    suggestion: Nullable(Type.String({ description: 'What would be right there.' })),
  },
  { title: 'EfacturaFinding' },
)

export function presentFinding(finding: Finding, language: Language): { readonly [key: string]: Json } {
  return {
    rule: finding.ruleId,
    severity: finding.severity,
    term: finding.term === '' ? null : finding.term,
    path: finding.apiPath,
    xml_path: finding.path,
    message: language === 'ro' ? finding.messageRo : finding.messageEn,
    message_ro: finding.messageRo,
    message_en: finding.messageEn,
    suggestion: finding.suggestion ?? null,
  }
}
