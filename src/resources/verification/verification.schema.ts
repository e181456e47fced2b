import Type from 'typebox'
import { Text } from '../../http/answers.ts'
import type { Json } from '../../http/json.ts'
import type { Verification } from '../../verify/verify-database.ts'

/** How many faults one answer names: whoever has more wants `facturier verify --all`. */
export const FAULTS_LIMIT = 100

export const VerificationJson = Type.Object(
  {
    object: Type.Literal('verification'),
    ok: Type.Boolean({ description: 'True when nothing is wrong.' }),
    checked: Type.Object(
      {
        series: Type.Integer(),
        invoices: Type.Integer({ description: 'Documents of every kind, drafts included.' }),
        lines: Type.Integer(),
        payments: Type.Integer(),
        clients: Type.Integer(),
      },
      { description: 'What was recomputed; less than everything when the faults are too many to list.' },
    ),
    faults: Type.Array(
      Type.Object(
        {
          code: Type.String({ examples: ['number_missing'] }),
          object: Type.String({ examples: ['series'] }),
          id: Text,
          message: Type.String({ description: 'What is wrong, what was expected and what was found; in English.' }),
        },
        { title: 'Fault' },
      ),
      { maxItems: FAULTS_LIMIT },
    ),
  },
  { title: 'Verification' },
)

export function presentVerification({ checked, faults }: Verification): Json {
  const { series, invoices, lines, payments, clients } = checked
  return {
    object: 'verification',
    ok: faults.length === 0,
    checked: { series, invoices, lines, payments, clients },
    faults: faults.map(({ code, object, id, message }) => ({ code, object, id, message })),
  }
}
