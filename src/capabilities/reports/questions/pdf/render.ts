import { Worker } from 'node:worker_threads'
import { Refusal } from '../../../../kernel/refusal.ts'
import type { Document } from '../../model/draw/document.ts'

/** Turns a document into a file that people print or keep. Another typesetter is another function of this type. */
export type Renderer = (
  document: Document,
  draw: (chart: Extract<Document['blocks'][number], { type: 'chart' }>['chart']) => string,
  at: number,
) => Promise<Uint8Array>

/** One document may take this long; the thread is ended then, and the next one gets a new one. */
const patience = 20_000
/** More than this many waiting are refused: each takes a good part of a second of one core. */
const mostWaiting = 8

type Answer = Readonly<{ bytes?: Uint8Array; failure?: string }>

let thread: Worker | undefined
let line: Promise<unknown> = Promise.resolve()
let waiting = 0

const compile = async (document: string, seconds: number): Promise<Uint8Array> => {
  thread ??= new Worker(new URL('./worker.ts', import.meta.url), { resourceLimits: { maxOldGenerationSizeMb: 256 } })
  const worker = thread
  worker.unref()
  const answer = await new Promise<Answer>((resolve) => {
    const done = (one: Answer): void => {
      clearTimeout(timer)
      worker.off('message', done).off('error', broken).off('exit', ended)
      resolve(one)
    }
    const end = (failure: string): void => {
      thread = undefined
      void worker.terminate()
      done({ failure })
    }
    const broken = (error: Error): void => end(error.message)
    const ended = (): void => end('its thread ended')
    const timer = setTimeout(() => end('it took too long'), patience)
    worker.on('message', done).on('error', broken).on('exit', ended)
    worker.postMessage({ document, seconds })
  })
  if (answer.bytes) return answer.bytes
  throw new Error(`the PDF could not be made: ${answer.failure ?? 'no answer'}`)
}

/** By typst, with the fonts that it brings: a bare machine has none. */
export const renderPdf: Renderer = async (document, draw, at) => {
  if (waiting >= mostWaiting)
    throw new Refusal('busy', 'too_many_pdfs', 'Too many PDFs are being made at the moment. Try again in a few seconds.')
  const drawn = {
    ...document,
    blocks: document.blocks.map((block) =>
      block.type === 'chart' ? { type: 'chart', alt: block.chart.alt, svg: draw(block.chart) } : block,
    ),
  }
  const text = JSON.stringify(drawn)
  waiting++
  const mine = line.then(async () => await compile(text, Math.floor(at / 1000)))
  line = mine.catch(() => undefined)
  try {
    return await mine
  } finally {
    waiting--
  }
}
