import { describe, expect, test } from 'vitest'
import { done, eventsOf, read } from '../../../test/given.ts'
import { beFirm, codeOf } from '../../../test/given-spv.ts'
import { dialects, testApp } from '../../../test/harness.ts'

describe.each(dialects)('how a company sends on %s', (dialect) => {
  test('is told of a sandbox, which is connected to the simulator, and of a company that is not connected', async () => {
    const app = await testApp(dialect)
    await beFirm(app)
    const status = await read(app.asTest, '/efactura/status')
    expect(status).toMatchObject({
      enabled: true,
      oauth_configured: true,
      token_valid: true,
      environment: 'test',
      environments: { test: { configured: true, token_expires_at: null }, live: { configured: false } },
      is_simulated: true,
    })
    expect(await read(app, '/efactura/status')).toMatchObject({
      enabled: false,
      oauth_configured: false,
      environment: 'live',
      is_simulated: false,
    })
    const page = await app.app.inject(new URL(status.configure_url).pathname)
    expect([page.statusCode, page.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8'])
    expect(page.body).toContain('/v1/efactura/oauth/initialize')
    expect(page.body).toContain('ANAF_CLIENT_ID')
  })

  test('changes by either address, and both tell the same', async () => {
    const app = await testApp(dialect)
    const sent = {
      enabled: 1,
      auto_send: 'true',
      auto_send_timing: 'delayed',
      auto_send_delay_days: 2,
      storno_type: 381,
    }
    const { warnings, ...changed } = done(await app.patch('/efactura/settings', sent))
    expect(warnings).toMatchObject([{ code: 'oauth_not_configured', field: 'auto_send' }])
    expect(changed).toMatchObject({ enabled: true, auto_send: true, auto_send_delay_hours: 48, storno_type: '381' })
    expect((await read(app, '/settings')).efactura_settings).toEqual(changed)
    const settings = { environment: 'production', auto_send_timing: 'immediately', auto_send_daily_hour: 7 }
    const whole = done(await app.patch('/settings', { efactura_settings: settings }))
    expect(whole.warnings).toEqual([])
    const again = done(await app.patch('/settings', { efactura_settings: { auto_send: true } }))
    expect(again.warnings).toMatchObject([{ code: 'oauth_not_configured', field: 'efactura_settings.auto_send' }])
    expect(done(await app.asTest.patch('/efactura/settings', { auto_send: true })).warnings).toEqual([])
    done(await app.asTest.patch('/efactura/settings', { auto_send: false }))
    expect(whole).toMatchObject({ efactura: { enabled: true, settings: { environment: 'live', storno_type: '381' } } })
    expect(await read(app, '/efactura/settings')).toEqual(whole.efactura_settings)
    expect(await eventsOf(app, app.live.companyId)).toContain('settings.updated')
    expect(await read(app.asTest, '/efactura/settings')).toMatchObject({ auto_send: false, storno_type: '380' })
  })

  test('does not change to what is not there', async () => {
    const app = await testApp(dialect)
    for (const body of [
      { auto_send_timing: 'weekly' },
      { auto_send_daily_hour: 24 },
      { auto_send_delay_hours: 121 },
      { storno_type: 384 },
      { environment: 'moon' },
    ]) {
      expect([body, ...codeOf(await app.patch('/efactura/settings', body))]).toEqual([body, 400, 'invalid_request'])
    }
    const live = await app.asTest.patch('/settings', { efactura_settings: { environment: 'live' } })
    expect(Object.keys(live.body.error.errors)).toEqual(['efactura_settings.environment'])
    expect(codeOf(await app.asTest.put('/efactura/settings', { environment: 'live' }))).toEqual([
      400,
      'invalid_request',
    ])
  })
})
