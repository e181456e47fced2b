import type { FastifyInstance } from 'fastify'
import { readEndpoint, type Services } from '../../http/endpoint.ts'
import { type Verification, verifyCompany } from '../../verify/verify-database.ts'
import { FAULTS_LIMIT, presentVerification, VerificationJson } from './verification.schema.ts'

export function verificationRoutes(app: FastifyInstance, services: Services): void {
  const running = new Map<string, Promise<Verification>>()
  let last: Promise<unknown> = Promise.resolve()

  /**
   * It reads all that the company has and holds a connection meanwhile. So one runs at a time, and whoever asks for
   * a company that is being looked at, or is next, gets the same answer.
   */
  function verify(companyId: string): Promise<Verification> {
    const known = running.get(companyId)
    if (known !== undefined) return known
    const begun = last
      .then(() => verifyCompany(services.database, companyId, FAULTS_LIMIT))
      .finally(() => running.delete(companyId))
    running.set(companyId, begun)
    last = begun.catch(() => {})
    return begun
  }

  readEndpoint(app, services, {
    url: '/verify',
    scope: 'verify:read',
    tag: 'System',
    summary: 'Prove that nothing is missing or altered',
    description:
      'Recomputes everything that is kept of your company from what it was made of: numbers without gaps, the chain of hashes, amounts, stornos, payments, the figures of clients, and counts. It reads all documents: seconds for some ten thousand of them.',
    answer: VerificationJson,
    example: { path: '/verify' },
    run: async (ctx) => presentVerification(await verify(ctx.companyId)),
  })
}
