import type { FastifyInstance } from 'fastify'
import type { AnafAccess } from '../adapters/anaf/anaf-access.ts'
import type { XmlJudge } from '../adapters/xml/xml-judge.ts'
import { seriesAliases } from '../http/compat/series-aliases.ts'
import type { Services } from '../http/endpoint.ts'
import { pingRoutes } from '../http/ping.ts'
import { clientRoutes } from './clients/client.routes.ts'
import { efacturaSettingsRoutes } from './efactura/efactura-settings.routes.ts'
import { invoiceFileRoutes } from './efactura/invoice-files.routes.ts'
import { messageFileRoutes } from './efactura/message-files.routes.ts'
import { messageRoutes } from './efactura/messages.routes.ts'
import type { SandboxMail } from './efactura/receive-sample.ts'
import { repeatRoutes } from './efactura/repeat.routes.ts'
import { sandboxFaultRoutes } from './efactura/sandbox-faults.routes.ts'
import type { SandboxFaults } from './efactura/sandbox-faults.ts'
import { sendToSpvRoutes } from './efactura/send-to-spv.routes.ts'
import { submissionReadRoutes } from './efactura/submission-reads.routes.ts'
import { validateRoutes } from './efactura/validate.routes.ts'
import { anafPages } from './efactura-oauth/anaf-pages.routes.ts'
import type { AnafServices } from './efactura-oauth/anaf-services.ts'
import { connectPage } from './efactura-oauth/connect-page.routes.ts'
import { efacturaOAuthRoutes } from './efactura-oauth/efactura-oauth.routes.ts'
import { invoiceRoutes } from './invoices/invoice.routes.ts'
import { jobRoutes } from './jobs/job.routes.ts'
import { paymentRoutes } from './payments/payment.routes.ts'
import { seriesRoutes } from './series/series.routes.ts'
import { settingsRoutes } from './settings/settings.routes.ts'
import { verificationRoutes } from './verification/verification.routes.ts'
import { workPointRoutes } from './work-points/work-point.routes.ts'

/** What the resources stand on, the outside world included. Without `anaf` what needs it answers 503. */
export interface AppServices extends Services {
  readonly anaf?: AnafServices
  /** The way to ANAF, or to its simulator, for each company. */
  readonly anafAccess?: AnafAccess
  /** Judges documents of others without stopping the server. */
  readonly xmlJudge?: XmlJudge
  /** What the built-in simulator does wrong on demand. */
  readonly sandboxFaults?: SandboxFaults
  /** Its mailboxes. */
  readonly sandboxMail?: SandboxMail
}

/** Everything under /v1, one function per noun of the API. */
export const resources: readonly ((app: FastifyInstance, services: AppServices) => void)[] = [
  clientRoutes,
  invoiceRoutes,
  paymentRoutes,
  seriesRoutes,
  seriesAliases,
  settingsRoutes,
  sendToSpvRoutes,
  efacturaSettingsRoutes,
  submissionReadRoutes,
  invoiceFileRoutes,
  validateRoutes,
  repeatRoutes,
  messageRoutes,
  messageFileRoutes,
  sandboxFaultRoutes,
  efacturaOAuthRoutes,
  workPointRoutes,
  jobRoutes,
  verificationRoutes,
  pingRoutes,
]

/** Pages for people without a key, outside of /v1. */
export const pages: readonly ((app: FastifyInstance, services: AppServices) => void)[] = [anafPages, connectPage]
