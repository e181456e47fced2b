import type { FastifyInstance } from 'fastify'
import { seriesAliases } from '../http/compat/series-aliases.ts'
import type { Services } from '../http/endpoint.ts'
import { pingRoutes } from '../http/ping.ts'
import { clientRoutes } from './clients/client.routes.ts'
import { invoiceRoutes } from './invoices/invoice.routes.ts'
import { jobRoutes } from './jobs/job.routes.ts'
import { paymentRoutes } from './payments/payment.routes.ts'
import { seriesRoutes } from './series/series.routes.ts'
import { settingsRoutes } from './settings/settings.routes.ts'
import { verificationRoutes } from './verification/verification.routes.ts'
import { workPointRoutes } from './work-points/work-point.routes.ts'

/** Everything under /v1, one function per noun of the API. */
export const resources: readonly ((app: FastifyInstance, services: Services) => void)[] = [
  clientRoutes,
  invoiceRoutes,
  paymentRoutes,
  seriesRoutes,
  seriesAliases,
  settingsRoutes,
  workPointRoutes,
  jobRoutes,
  verificationRoutes,
  pingRoutes,
]
