import type { FastifyInstance } from 'fastify'

export interface Route {
  readonly method: string
  readonly url: string
}

/** Every address of the application with every method it answers, undocumented aliases included. */
export function routesOf(app: FastifyInstance): Route[] {
  const routes: Route[] = []
  const parts: string[] = []
  for (const row of app.printRoutes({ commonPrefix: false }).split('\n')) {
    const [, indent = '', part = '', methods] = /^([│ ]*)[├└]── (\S+)(?: \((.*)\))?$/.exec(row) ?? []
    if (part === '') continue
    parts.length = indent.length / 4
    parts.push(part)
    for (const method of methods?.split(', ') ?? []) routes.push({ method, url: parts.join('') })
  }
  return routes
}

/** Those of the API that are really offered: the others answer 405. */
export async function offeredRoutes(app: FastifyInstance, secret: string): Promise<Route[]> {
  const offered: Route[] = []
  for (const route of routesOf(app).filter(({ url }) => url.startsWith('/v1'))) {
    const url = route.url.replace(/:\w+/g, 'nothing')
    const { statusCode } = await app.inject({
      method: route.method as 'GET',
      url,
      headers: { authorization: `Bearer ${secret}` },
    })
    if (statusCode !== 405) offered.push(route)
  }
  return offered
}
