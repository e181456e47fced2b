import type { FastifyRequest } from 'fastify'

/** The PHP SDK maps over `data` itself, so its payment list is a plain array (contract C20). */
export function wantsPlainList(request: FastifyRequest): boolean {
  return request.headers['user-agent']?.startsWith('Contazen-PHP-SDK/') ?? false
}
