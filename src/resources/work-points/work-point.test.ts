import { describe, expect, test } from 'vitest'
import { dialects, testApp } from '../../../test/harness.ts'

const DEPOT = { name: 'Depozit', address: 'Str. Fabricii nr. 7', city: 'Cluj-Napoca', county: 'Cluj' }

describe.each(dialects)('work points on %s', (dialect) => {
  test('are made, read, listed and changed', async () => {
    const app = await testApp(dialect)
    app.clock.advance(1000)
    const { status, body } = await app.post('/work-points', DEPOT)
    expect(status).toBe(201)
    expect(body.data).toMatchObject({ ...DEPOT, object: 'work_point', is_default: false })
    const { id } = body.data
    expect((await app.get(`/work-points/${id.slice(3)}`)).body.data).toEqual(body.data)
    expect((await app.get('/work-points')).body.data).toMatchObject({
      object: 'list',
      total: 2,
      data: [{ id: app.live.workPointId, is_default: true }, { id }],
    })
    expect((await app.patch(`/work-points/${id}`, { name: 'Magazin', address: '' })).body.data).toMatchObject({
      id,
      name: 'Magazin',
      address: null,
      city: 'Cluj-Napoca',
    })
    expect((await app.get('/settings')).body.data.work_points).toHaveLength(2)
  })

  test('are the places that documents may name', async () => {
    const app = await testApp(dialect)
    const { id } = (await app.post('/work-points', DEPOT)).body.data
    const other = (await app.asOther.post('/work-points', DEPOT)).body.data.id
    expect(await app.get(`/settings?work_point_id=${id}`)).toMatchObject({ status: 200 })
    for (const foreign of [other, 'wp_nothing', '../x']) {
      expect(await app.get(`/settings?work_point_id=${encodeURIComponent(foreign)}`)).toMatchObject({
        status: 404,
        body: { error: { code: 'work_point_not_found' } },
      })
    }
    expect(await app.get(`/work-points/${other}`)).toMatchObject({
      status: 404,
      body: { error: { code: 'work_point_not_found' } },
    })
    expect(await app.patch(`/work-points/${other}`, { name: 'X' })).toMatchObject({ status: 404 })
  })

  test.each([
    ['no name', { name: undefined }, 'name'],
    ['an unknown county', { county: 'Ardeal' }, 'county'],
    ['București without a sector', { city: 'București', county: 'București' }, 'city'],
  ])('are refused with %s', async (_what, fields, path) => {
    const app = await testApp(dialect)
    const { status, body } = await app.post('/work-points', { ...DEPOT, ...fields })
    expect({ status, paths: Object.keys(body.error.errors) }).toEqual({ status: 400, paths: [path] })
    expect((await app.get('/work-points')).body.data.total).toBe(1)
  })
})
