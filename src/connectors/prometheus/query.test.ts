import { describe, expect, it } from 'vitest'
import { type Fetch, pullPromql } from './query.ts'

type Asked = { url: string; method: string; headers: Record<string, string>; body?: string }

const server = (answer: unknown, status = 200): Readonly<{ fetch: Fetch; asked: Asked[] }> => {
  const asked: Asked[] = []
  return {
    asked,
    fetch: async (url, init) => {
      asked.push({ url, ...init })
      return new Response(typeof answer === 'string' ? answer : JSON.stringify(answer), { status })
    },
  }
}
const success = (resultType: string, result: unknown): unknown => ({ status: 'success', data: { resultType, result } })
const base = 'http://prometheus.example.org:9090/prom/'

describe('a PromQL question', () => {
  it('is asked at a moment, and reads a vector', async () => {
    const { fetch, asked } = server(
      success('vector', [
        { metric: { __name__: 'up', job: 'prometheus' }, value: [1_435_781_451.781, '1'] },
        { metric: { job: 'x' }, value: [1_435_781_451.781, 'NaN'] },
        { metric: { __name__: 'jobs_total' }, value: [1_435_781_451.781, '4e3'] },
      ]),
    )
    const read = await pullPromql({
      fetch,
      base,
      query: 'up{job="a"}',
      at: 1_435_781_451_781,
      headers: { authorization: 'Bearer t' },
      name: 'availability',
    })
    expect(asked).toEqual([
      {
        url: 'http://prometheus.example.org:9090/prom/api/v1/query?query=up%7Bjob%3D%22a%22%7D&time=1435781451.781',
        method: 'GET',
        headers: { accept: 'application/json', authorization: 'Bearer t' },
      },
    ])
    expect(read.samples).toEqual([
      { name: 'up', labels: { job: 'prometheus' }, at: 1_435_781_451_781, value: 1, means: 'gauge' },
      { name: 'jobs_total', labels: {}, at: 1_435_781_451_781, value: 4000, means: 'total' },
    ])
    expect(read.refused).toEqual([{ reason: 'the value is not a finite number', count: 1, example: 'availability [1435781451.781,"NaN"]' }])
  })

  it('is asked over a range, and reads a matrix', async () => {
    const { fetch, asked } = server(
      success('matrix', [
        {
          metric: { job: 'a' },
          values: [
            [1, '1'],
            [16, '2.5'],
          ],
        },
        { metric: {}, histograms: [] },
      ]),
    )
    const read = await pullPromql({ fetch, base, query: 'q', range: { from: 1000, to: 16_500, step: 15 } })
    expect(asked[0]?.url).toBe('http://prometheus.example.org:9090/prom/api/v1/query_range?query=q&start=1&end=16.5&step=15')
    expect(read.samples.map(({ name, at, value }) => [name, at, value])).toEqual([
      ['result', 1000, 1],
      ['result', 16_000, 2.5],
    ])
    expect(read.refused).toMatchObject([{ count: 1 }])
  })

  it('reads a scalar, and asks by POST when the question is long', async () => {
    const { fetch, asked } = server(success('scalar', [5, '3']))
    const query = `1 + ${'2 + '.repeat(2000)}3`
    expect((await pullPromql({ fetch, base, query, at: 5000 })).samples).toEqual([
      { name: 'result', labels: {}, at: 5000, value: 3, means: 'gauge' },
    ])
    expect(asked[0]).toMatchObject({ url: 'http://prometheus.example.org:9090/prom/api/v1/query', method: 'POST' })
    expect(new URLSearchParams(asked[0]?.body).get('query')).toBe(query)
  })

  it('tells in words what the server refused', async () => {
    const ask = async (answer: unknown, status: number): Promise<unknown> =>
      await pullPromql({ fetch: server(answer, status).fetch, base, query: 'up{', at: 0 }).catch((error: unknown) => error)
    expect(await ask({ status: 'error', errorType: 'bad_data', error: 'unexpected end of input' }, 400)).toMatchObject({
      reason: 'invalid',
      code: 'prometheus_query',
      message: expect.stringContaining('unexpected end of input'),
    })
    expect(await ask({ status: 'error', errorType: 'timeout', error: 'query timed out' }, 503)).toMatchObject({ code: 'prometheus_error' })
    expect(await ask('who are you', 401)).toMatchObject({ code: 'prometheus_sign_in' })
    expect(await ask('<html>', 200)).toMatchObject({ reason: 'unavailable', code: 'prometheus_answer' })
    expect(await ask(success('string', [1, 'x']), 200)).toMatchObject({ code: 'prometheus_query' })
    expect(await ask({ status: 'success' }, 200)).toMatchObject({ code: 'prometheus_answer' })
  })

  it('stops reading an answer that does not end', async () => {
    let sent = 0
    const body = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        sent++
        controller.enqueue(new Uint8Array(1_000_000))
      },
    })
    const read = pullPromql({ fetch: async () => new Response(body), base, query: 'q', at: 0 })
    await expect(read).rejects.toMatchObject({ reason: 'too_large' })
    expect(sent).toBeLessThan(30)
  })
})
