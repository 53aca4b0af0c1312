import { setTimeout as wait } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { testHouse } from '../../../test/house.ts'
import { makeLog } from '../log.ts'
import { startJobs } from './jobs.ts'
import { makeLoopBook } from './loops.ts'
import type { Work } from './shapes.ts'

test('work that is asked for is done once however often it is asked for, a failure is tried again and seen by the operator', async () => {
  await using reeve = await testHouse()
  let done = 0
  let tries = 0
  const jobs = await startJobs({
    db: reeve.house.db,
    registry: reeve.house.registry,
    log: makeLog('silent'),
    now: () => reeve.now.value,
    jobs: [
      { name: 'trial.count', about: 'Counts.', run: async (_db, _registry, data) => void (done += (data as { by: number }).by) },
      {
        name: 'trial.fail',
        about: 'Fails.',
        run: async () => {
          tries++
          throw new Error('it broke')
        },
      },
    ],
  })
  try {
    // At once: what is asked for when the first was done already is done again.
    await Promise.all([jobs.ask('trial.count', { by: 2 }), jobs.ask('trial.count', { by: 2 }), jobs.ask('trial.fail')])
    for (let turn = 0; turn < 100 && (done === 0 || tries === 0); turn++) await wait(100)
    expect(done).toBe(2)
    expect(tries).toBeGreaterThan(0)
    const auditor = await reeve.person('Otto Auditor', 'Auditor')
    const listed = await reeve.call('GET', '/jobs', undefined, { as: auditor })
    expect(listed.status).toBe(200)
    // It is Monday 2 March 2026, 09:00.
    const sweep = (listed.body['items'] as { name: string; next: string | null }[]).find((one) => one.name === 'accounts-sweep')
    expect(sweep).toMatchObject({ next: '2026-03-03T03:23:00.000Z', failures: 0 })
    const agent = await reeve.person('Anton Agent', 'Agent')
    expect((await reeve.call('GET', '/jobs', undefined, { as: agent })).body).toMatchObject({ right: 'operator.read' })
  } finally {
    await jobs.stop()
  }
})

test('a loop turns again and again, also after a turn that failed; stopping tells it and waits for its turn to end', async () => {
  await using reeve = await testHouse()
  let turns = 0
  let ended = false
  const book = makeLoopBook()
  const loop = { name: 'trial.loop' }
  expect(book.of(loop)).toMatchObject({ here: false, last_ended: null })
  const jobs = await startJobs({
    db: reeve.house.db,
    registry: reeve.house.registry,
    log: makeLog('silent'),
    now: () => reeve.now.value,
    jobs: [],
    book,
    loops: [
      {
        name: 'trial.loop',
        every: 1,
        about: 'Turns.',
        run: async (_db, _registry, now, signal) => {
          expect(now()).toBe(reeve.now.value)
          turns++
          if (turns === 2) throw new Error('it broke')
          if (turns < 5) return
          await new Promise((told) => signal.addEventListener('abort', told))
          await wait(20)
          ended = true
        },
      },
    ],
  })
  for (let turn = 0; turn < 100 && turns < 5; turn++) await wait(50)
  const at = '2026-03-02T09:00:00.000Z'
  expect(book.of(loop)).toEqual({
    here: true,
    turns: 4,
    failures: 1,
    last_ended: at,
    last_took_ms: 0,
    last_failed: at,
    error: 'it broke',
  })
  await jobs.stop()
  expect([turns, ended]).toEqual([5, true])
  expect(book.of(loop)).toMatchObject({ here: false, turns: 5 })
})

test('the operator sees the loops of the process that answers, and that they do not turn where jobs are not started', async () => {
  await using reeve = await testHouse()
  const auditor = await reeve.person('Otto Auditor', 'Auditor')
  const { loops, process: where } = (await reeve.call('GET', '/jobs', undefined, { as: auditor })).body as unknown as Work
  expect(where).toContain(String(process.pid))
  expect(loops.map((one) => one.name)).toEqual(expect.arrayContaining(['signals.checks', 'signals.tell', 'signals.mqtt']))
  for (const one of loops) expect(one).toMatchObject({ here: false, turns: 0, last_ended: null, error: null })
})
