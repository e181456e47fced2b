import { describe, expect, test } from 'vitest'
import { audit } from '../../../test/e2e/audit.ts'
import { done, eventsOf, nextNumber, read, refusal, refused, stored } from '../../../test/given.ts'
import { COMPLETE_BUYER, givenAutoSend, settle, submissionsOf } from '../../../test/given-efactura.ts'
import { dialects, type TestApp, testApp } from '../../../test/harness.ts'
import type { SubmissionState } from '../../domain/efactura/submission.ts'
import type { Ctx } from '../../store/ctx.ts'
import { changeSubmission } from './change-submission.ts'
import { keepFile } from './file.store.ts'
import { inCompany } from './in-company.ts'

const GOOD = { client_data: COMPLETE_BUYER }

/** How a submission comes from `queued` to a state, without ANAF. */
const WAYS: Readonly<Record<SubmissionState, readonly SubmissionState[]>> = {
  queued: [],
  checked: ['checked'],
  sending: ['checked', 'sending'],
  unknown: ['checked', 'sending', 'unknown'],
  processing: ['checked', 'sending', 'processing'],
  accepted: ['checked', 'sending', 'processing', 'accepted'],
  rejected: ['checked', 'sending', 'processing', 'rejected'],
  failed: ['failed'],
  cancelled: ['cancelled'],
}

/** An invoice whose submission, which nobody works on, is in a state. */
async function givenInState(app: TestApp, state: SubmissionState): Promise<string> {
  const made = await givenAutoSend(app, { efactura_timing: 'delayed', efactura_delay_hours: 100 })
  const { id } = await made.invoice(GOOD)
  const row = await app.database.read.kysely.selectFrom('efactura_submission').selectAll().executeTakeFirstOrThrow()
  for (const to of WAYS[state]) {
    await inCompany(app, app.sandbox.companyId, 'test', async (ctx: Ctx) =>
      changeSubmission(ctx, row, () => ({ to, set: to === 'checked' ? withXml(ctx) : {} })),
    )
  }
  return id
}

function withXml({ db, companyId, now }: Ctx) {
  const { id, sha256 } = keepFile(db, { companyId, kind: 'sent_xml', bytes: Buffer.from('<Invoice/>'), now })
  return { xml_file_id: id, xml_sha256: sha256 }
}

describe.each(dialects)('voiding what is on its way to ANAF, on %s', (dialect) => {
  test.each([
    ['queued', 'cancelled', false, true],
    ['checked', 'cancelled', false, true],
    ['failed', 'cancelled', false, true],
    ['rejected', 'rejected', false, true],
    ['sending', 'sending', true, false],
    ['unknown', 'unknown', true, false],
    ['processing', 'processing', true, false],
    ['accepted', 'accepted', true, false],
  ] as const)('%s: it is then %s', async (state, after, isWarned, isAvailableAgain) => {
    const app = await testApp(dialect)
    const id = await givenInState(app, state)
    const voided = done(await app.asTest.post(`/invoices/${id}/void`))
    expect(voided.warnings.map(({ code }: { code: string }) => code)).toEqual(isWarned ? ['efactura_void_sent'] : [])
    expect([voided.efactura_available, voided.is_voided]).toEqual([false, true])
    expect(await submissionsOf(app, id)).toMatchObject([{ state: after }])
    expect((await eventsOf(app, id)).includes('efactura.cancelled')).toBe(after === 'cancelled')
    expect(await audit(app.database)).toEqual([])
    const back = done(await app.asTest.post(`/invoices/${id}/unvoid`))
    expect(back.efactura_available).toBe(isAvailableAgain)
    const sent = await app.asTest.post(`/invoices/${id}/send-to-spv`)
    expect(sent.status === 200).toBe(isAvailableAgain)
    expect(await audit(app.database)).toEqual([])
  })

  test('whether the voiding or the sending comes first, the answer and the submission agree', async () => {
    const app = await testApp(dialect)
    const made = await givenAutoSend(app)
    for (let round = 0; round < 8; round++) {
      const { id } = await made.invoice(GOOD)
      const [answer] = await Promise.all([app.asTest.post(`/invoices/${id}/void`), app.runDue()])
      const isWarned = done(answer).warnings.length > 0
      await settle(app)
      expect(await submissionsOf(app, id)).toMatchObject([{ state: isWarned ? 'accepted' : 'cancelled' }])
    }
    expect(await audit(app.database)).toEqual([])
  })

  test('one that was voided before its hour is never sent', async () => {
    const app = await testApp(dialect)
    const made = await givenAutoSend(app)
    const { id } = await made.invoice(GOOD)
    done(await app.asTest.post(`/invoices/${id}/void`))
    await settle(app)
    expect(await submissionsOf(app, id)).toMatchObject([{ state: 'cancelled', sendAt: null }])
    expect(await read(app.asTest, `/invoices/${id}`)).toMatchObject({ efactura_status: null })
  })

  test('one that was voided while ANAF might have had it does not leave again', async () => {
    const app = await testApp(dialect)
    const id = await givenInState(app, 'unknown')
    done(await app.asTest.post(`/invoices/${id}/void`))
    const row = await app.database.read.kysely.selectFrom('efactura_submission').selectAll().executeTakeFirstOrThrow()
    await inCompany(app, app.sandbox.companyId, 'test', (ctx: Ctx) =>
      changeSubmission(ctx, row, () => ({ to: 'checked' })),
    )
    app.clock.advance(100 * 3_600_000)
    await settle(app)
    expect(await submissionsOf(app, id)).toMatchObject([{ state: 'cancelled', sendAt: null }])
    expect(await audit(app.database)).toEqual([])
  })
})

describe.each(dialects)('deleting what was on its way to ANAF, on %s', (dialect) => {
  test.each(['sending', 'unknown', 'processing', 'accepted'] as const)('%s: it stays', async (state) => {
    const app = await testApp(dialect)
    const id = await givenInState(app, state)
    const del = () => app.asTest.del(`/invoices/${id}`)
    expect(await refused(app, del)).toEqual(refusal(400, 'invoice_sent_to_spv'))
    done(await app.asTest.post(`/invoices/${id}/void`))
    expect(await refused(app, del)).toEqual(refusal(400, 'invoice_sent_to_spv'))
  })

  test.each(['queued', 'rejected', 'failed', 'cancelled'] as const)('%s: it goes, whole', async (state) => {
    const app = await testApp(dialect)
    const id = await givenInState(app, state)
    expect(await refused(app, () => app.asTest.del(`/invoices/${id}`))).toEqual(
      refusal(400, 'invoice_cannot_be_deleted'),
    )
    done(await app.asTest.post(`/invoices/${id}/void`))
    done(await app.asTest.del(`/invoices/${id}`))
    expect(await nextNumber(app.asTest)).toBe(1)
    expect(await stored(app)).toMatchObject({ invoice: [], efactura_submission: [], efactura_file: [] })
    app.clock.advance(100 * 3_600_000)
    await settle(app)
    expect(await audit(app.database)).toEqual([])
  })

  test('its files go with it', async () => {
    const app = await testApp(dialect)
    await givenAutoSend(app, { efactura_auto_send: 0 })
    const { id } = done(
      await app.asTest.post('/invoices', { ...GOOD, items: [{ description: 'a', quantity: 1, price: 1 }] }),
    )
    done(await app.asTest.post(`/invoices/${id}/send-to-spv`))
    expect((await stored(app)).efactura_file).toHaveLength(1)
    done(await app.asTest.post(`/invoices/${id}/void`))
    done(await app.asTest.del(`/invoices/${id}`))
    expect(await stored(app)).toMatchObject({ efactura_submission: [], efactura_file: [] })
    expect(await audit(app.database)).toEqual([])
  })
})
