import Type from 'typebox'
import type { ValidateAnswer } from '../../adapters/anaf/anaf.ts'
import { countFindings, type Finding } from '../../domain/efactura/rules/finding.ts'
import type { Language } from '../../domain/errors.ts'
import type { Problem } from '../../domain/problem.ts'
import { Nullable, NullableText, Text, Warnings } from '../../http/answers.ts'
import { presentWarnings } from '../../http/envelope.ts'
import { object, oneOf, optional } from '../../http/fields.ts'
import type { Json } from '../../http/json.ts'
import { FindingJson, presentFinding } from './findings.schema.ts'

export const ValidateQuery = object({ with: optional(oneOf(['anaf'])) })

const AnafWordJson = Type.Object(
  {
    is_valid: Nullable(Type.Boolean({ description: 'Null when ANAF did not say.' })),
    messages: Type.Array(Text),
    problem: Nullable(Type.String({ description: 'Why ANAF did not say.' })),
  },
  { title: 'AnafWord' },
)

export const ValidationJson = Type.Object(
  {
    object: Type.Literal('efactura_validation'),
    is_valid: Type.Boolean({ description: 'By our rules, which are those of CIUS-RO and EN 16931 and some more.' }),
    invoice_id: NullableText,
    fatal_count: Type.Integer({ description: 'All of them, also where not all are listed.' }),
    warning_count: Type.Integer(),
    findings: Type.Array(FindingJson, {
      description: 'At most 200, errors before warnings, and then one (`FCT-N00`) that says how many more there are.',
    }),
    warnings: Type.Array(Warnings.items, { description: 'What is not about the document: that it is late.' }),
    anaf: Nullable(AnafWordJson),
  },
  { title: 'EfacturaValidation' },
)

export function presentValidation(
  {
    invoiceId,
    findings,
    warnings,
    anaf,
  }: {
    readonly invoiceId: string | null
    readonly findings: readonly Finding[]
    readonly warnings: readonly Problem[]
    readonly anaf: ValidateAnswer | null
  },
  language: Language,
): Json {
  const count = countFindings(findings)
  return {
    object: 'efactura_validation',
    is_valid: count.fatal === 0,
    invoice_id: invoiceId,
    fatal_count: count.fatal,
    warning_count: count.warning,
    findings: findings.map((finding) => presentFinding(finding, language)),
    warnings: presentWarnings(warnings, language),
    anaf: anaf && presentAnaf(anaf),
  }
}

function presentAnaf(answer: ValidateAnswer): Json {
  switch (answer.kind) {
    case 'valid':
      return { is_valid: true, messages: [], problem: null }
    case 'invalid':
      return { is_valid: false, messages: [...answer.messages], problem: null }
    case 'refusal':
      return { is_valid: null, messages: [...answer.errors], problem: answer.errors.join(' ') }
    case 'failure':
      return { is_valid: null, messages: [], problem: answer.detail }
  }
}
