import Type from 'typebox'
import type { Finding } from '../../domain/efactura/rules/finding.ts'
import type { Language } from '../../domain/errors.ts'
import { NullableText, Text } from '../../http/answers.ts'
import type { Json } from '../../http/json.ts'

export const FindingJson = Type.Object(
  {
    rule: Type.String({ description: 'Permanent: the id of the official rule, or one of ours (`FCT-…`).' }),
    severity: Type.Union([Type.Literal('fatal'), Type.Literal('warning')], {
      description: '`fatal`: ANAF refuses the document, or it is wrong in itself.',
    }),
    term: Type.String({ description: 'Business term of EN 16931, such as `BT-1`; may be empty.' }),
    path: Type.Union([Text, Type.Null()], { description: 'The field of this API, such as `client_data.city`.' }),
    xml_path: Text,
    message: Text,
    suggestion: NullableText,
  },
  { title: 'EfacturaFinding' },
)

/** One fault of an e-invoice, in the caller's language. */
export function presentFinding(finding: Finding, language: Language): Readonly<Record<string, Json>> {
  return {
    rule: finding.ruleId,
    severity: finding.severity,
    term: finding.term,
    path: finding.apiPath,
    xml_path: finding.path,
    message: language === 'ro' ? finding.messageRo : finding.messageEn,
    suggestion: finding.suggestion ?? null,
  }
}
