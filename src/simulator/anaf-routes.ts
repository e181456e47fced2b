import { badRequest, json } from './anaf-answers.ts'
import { answerStatus } from './answer-status.ts'
import type { Call, Simulated, World } from './call.ts'
import { downloadMessage } from './download-message.ts'
import type { Endpoint } from './faults.ts'
import { listPage, listRecent } from './list-messages.ts'
import { authorize, exchangeToken } from './oauth.ts'
import { receiveUpload } from './receive-upload.ts'
import { checkSignature, type DocumentKind, transformDocument, validateDocument } from './validate-document.ts'

/** Where a path leads. */
export interface Route {
  readonly endpoint: Endpoint
  readonly world: World
  /** Whether it needs no token. */
  readonly isOpen: boolean
  work(simulated: Simulated, call: Call): Promise<Response> | Response
}

const API = /^\/(test|prod)\/FCTEL\/rest\/(\w+)(?:\/(FACT1|FCN)(\/DA)?)?$/

/** Null for what ANAF does not have, in that world or at all. */
export function routeOf(method: string, path: string): Route | null {
  const [, world, name = '', kind, unchecked] = API.exec(path) ?? []
  if (world !== undefined && kind === undefined) {
    const route = CALLS[`${method} ${name}`]
    return route === undefined ? null : { world: world as World, isOpen: false, ...route }
  }
  if (kind !== undefined) return world === 'prod' && method === 'POST' ? serviceOf(name, kind, unchecked) : null
  return OTHERS[`${method} ${path}`] ?? null
}

const CALLS: Readonly<Record<string, Pick<Route, 'endpoint' | 'work'>>> = {
  'POST upload': { endpoint: 'upload', work: (simulated, call) => receiveUpload(simulated, call, false) },
  'POST uploadb2c': { endpoint: 'uploadb2c', work: (simulated, call) => receiveUpload(simulated, call, true) },
  'GET stareMesaj': { endpoint: 'stareMesaj', work: answerStatus },
  'GET listaMesajeFactura': { endpoint: 'listaMesajeFactura', work: listRecent },
  'GET listaMesajePaginatieFactura': { endpoint: 'listaMesajePaginatieFactura', work: listPage },
  'GET descarcare': { endpoint: 'descarcare', work: downloadMessage },
}

/** Validate and transform exist only in production and need no login (efactura 1.1, 1.2). */
function serviceOf(name: string, kind: string, unchecked: string | undefined): Route | null {
  const common = { world: 'prod', isOpen: true } as const
  const document = kind as DocumentKind
  if (name === 'validare' && unchecked === undefined) {
    return { ...common, endpoint: 'validare', work: (simulated, call) => validateDocument(simulated, call, document) }
  }
  if (name !== 'transformare') return null
  const work: Route['work'] = (simulated, call) => transformDocument(simulated, call, document, unchecked !== undefined)
  return { ...common, endpoint: 'transformare', work }
}

const authorizeRoute: Route = {
  endpoint: 'authorize',
  world: 'prod',
  isOpen: true,
  work: (simulated, { request }) => authorize(simulated, request),
}

const OTHERS: Readonly<Record<string, Route>> = {
  'POST /api/validate/signature': { endpoint: 'signature', world: 'prod', isOpen: true, work: checkSignature },
  'GET /anaf-oauth2/v1/authorize': authorizeRoute,
  'POST /anaf-oauth2/v1/authorize': authorizeRoute,
  'POST /anaf-oauth2/v1/token': {
    endpoint: 'token',
    world: 'prod',
    isOpen: true,
    work: (simulated, { request }) => exchangeToken(simulated, request),
  },
  'GET /TestOauth/jaxrs/hello': {
    endpoint: 'hello',
    world: 'prod',
    isOpen: false,
    work: (_simulated, { query, nowMs }) => {
      const name = query.get('name')
      return name === null ? badRequest(nowMs, 'Parametrul name este obligatoriu') : json(`Hello, ${name}!`)
    },
  },
}
