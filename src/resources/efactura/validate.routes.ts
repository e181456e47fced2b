import type { FastifyInstance } from 'fastify'
import type { ValidateAnswer } from '../../adapters/anaf/anaf.ts'
import type { AnafAccess } from '../../adapters/anaf/anaf-access.ts'
import type { Judged, XmlJudge } from '../../adapters/xml/xml-judge.ts'
import { mayBeAtAnaf } from '../../domain/efactura/submission.ts'
import { busyError } from '../../domain/efactura/summary.ts'
import { AppError } from '../../domain/errors.ts'
import { callEndpoint } from '../../http/call-endpoint.ts'
import type { Services } from '../../http/endpoint.ts'
import { pathId } from '../../http/fields.ts'
import { languageOf } from '../../http/language.ts'
import { takingXml, XmlBody } from '../../http/xml-body.ts'
import { makeUnmade, readUnmade } from './invoice-xml.ts'
import { lateWarnings } from './submit-invoice.ts'
import { presentValidation, ValidateQuery, ValidationJson } from './validate.schema.ts'

type ValidateServices = Services & { readonly anafAccess?: AnafAccess; readonly xmlJudge?: XmlJudge }

/** ANAF takes no more (contract efactura 1.7). */
const MOST_BYTES = 10 * 1024 * 1024

const common = { method: 'POST', scope: 'efactura:write', tag: 'e-Factura', answer: ValidationJson } as const

/** Judging a document before it is sent, or one that somebody else made (contract 9.4). Nothing is stored. */
export function validateRoutes(app: FastifyInstance, services: ValidateServices): void {
  callEndpoint(app, services, {
    ...common,
    url: '/efactura/validate/:id',
    operationId: 'validateEfacturaInvoice',
    summary: 'Check an invoice by the rules of RO e-Factura',
    description:
      'Drafts too, as if they were issued now. With `?with=anaf` the public validator of ANAF is asked as well, and its word stands beside ours.',
    query: ValidateQuery,
    example: { path: '/efactura/validate/inv_testdraft1', inSandbox: true },
    begin: (ctx, { params }) => readUnmade(ctx, pathId('inv', params.id, 'invoice')),
    call: async (unmade, { query, request }) => {
      const companyId = request.caller?.companyId ?? ''
      const { xml, standard, findings, deadline } = await makeUnmade(unmade, services.xmlJudge, companyId)
      const anaf = query.with === 'anaf' ? await askAnaf(companyId, Buffer.from(xml, 'utf8'), standard) : null
      return { findings, deadline, anaf }
    },
    finish: async (ctx, { invoice }, { deadline, ...said }) => {
      // What ANAF has is not late any more, whatever is changed about it now.
      const isThere = invoice.efactura !== null && mayBeAtAnaf(invoice.efactura.state)
      const warnings = isThere ? [] : lateWarnings({ deadline }, ctx.today)
      return presentValidation({ invoiceId: invoice.id, warnings, ...said }, ctx.language)
    },
  })
  takingXml(app, (scoped) => {
    callEndpoint(scoped, services, {
      ...common,
      url: '/efactura/validate',
      operationId: 'validateEfacturaXml',
      summary: 'Check an XML file by the rules of RO e-Factura',
      description:
        'The file is the body (`application/xml`, `text/xml` or `text/plain`), or `xml` in JSON; up to 10 MB. `?with=anaf` as for invoices.',
      query: ValidateQuery,
      body: XmlBody,
      bodyLimitBytes: MOST_BYTES,
      example: { path: '/efactura/validate', body: { xml: EXAMPLE } },
      begin: async () => null,
      call: async (_nothing, { body, query, request }) => {
        const companyId = request.caller?.companyId ?? ''
        const verdict = await judge(body, companyId)
        if (verdict.kind !== 'judged') throw refusalOf(verdict, request.headers['accept-language'])
        const anaf = query.with === 'anaf' ? await askAnaf(companyId, body, verdict.standard) : null
        return { findings: verdict.findings, anaf }
      },
      finish: async (ctx, _nothing, said) =>
        presentValidation({ invoiceId: null, warnings: [], ...said }, ctx.language),
    })
  })

  function judge(xml: Buffer, companyId: string): Promise<Judged> {
    if (!services.xmlJudge) throw new AppError('service_unavailable')
    return services.xmlJudge.judge(xml, companyId)
  }

  async function askAnaf(companyId: string, xml: Uint8Array, standard: 'UBL' | 'CN'): Promise<ValidateAnswer> {
    if (!services.anafAccess) throw new AppError('service_unavailable')
    return (await services.anafAccess.publicServices(companyId)).validate(xml, standard)
  }
}

function refusalOf(verdict: Exclude<Judged, { kind: 'judged' }>, accepted: string | undefined): AppError {
  switch (verdict.kind) {
    case 'not_xml': {
      const { reason, line, column } = verdict
      const language = languageOf(accepted)
      const place = language === 'ro' ? `(linia ${line}, coloana ${column})` : `(line ${line}, column ${column})`
      return new AppError('efactura_not_xml', { reason: `${reason[language]} ${place}` })
    }
    case 'too_slow':
      return new AppError('payload_too_large', { limit: MOST_BYTES })
    case 'busy':
      return busyError({ isShareSpent: verdict.full === 'share', retryAfterSeconds: verdict.retryAfterSeconds })
  }
}

const EXAMPLE =
  '<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2" xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"><cbc:ID>FAC-1</cbc:ID></Invoice>'
