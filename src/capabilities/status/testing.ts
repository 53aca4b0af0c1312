import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'vitest'
import { testHouse, type TestHouse } from '../../../test/house.ts'

type Made = Readonly<{ id: string; ref: string; state: string; version: number }>

/** A public page with one item on one service, in a Reeve that can send mail and knows its address. */
export type StatusStage = Readonly<{
  reeve: TestHouse
  folder: string
  page: Made
  item: Made
  service: Made
  make: (plural: string, body: object) => Promise<Made>
  /** Does a job as it would come by itself. */
  work: (job: string) => Promise<void>
  [Symbol.asyncDispose]: () => Promise<void>
}>

export const statusStage = async (): Promise<StatusStage> => {
  const folder = mkdtempSync(join(tmpdir(), 'reeve-status-'))
  const reeve = await testHouse(folder, { smtpUrl: 'smtp://127.0.0.1:9', publicUrl: 'https://reeve.example' })
  const make = async (plural: string, body: object): Promise<Made> => {
    const answer = await reeve.call('POST', `/${plural}`, body)
    expect(answer.status, JSON.stringify(answer.body)).toBe(201)
    return answer.body['item'] as Made
  }
  const service = await make('services', { title: 'Letters', service_kind: 'application' })
  const page = await make('status_pages', {
    title: 'Larkmere status',
    slug: 'larkmere',
    public: true,
    time_zone: 'Europe/London',
    state: 'published',
  })
  const item = await make('status_items', {
    page: page.ref,
    title: 'Mail',
    subjects: [service.ref],
    recorded_since: '2025-01-01',
    group_name: 'Office',
  })
  return {
    reeve,
    folder,
    page,
    item,
    service,
    make,
    work: async (name) => {
      const job = reeve.house.rooms.all.flatMap((one) => one.jobs ?? []).find((one) => one.name === name)
      if (!job) throw new Error(`no job is called ${name}`)
      await job.run(reeve.house.db, reeve.house.registry, {}, reeve.now.value)
    },
    [Symbol.asyncDispose]: async () => {
      await reeve[Symbol.asyncDispose]()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
