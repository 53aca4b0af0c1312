import { readFileSync } from 'node:fs'
import { parentPort } from 'node:worker_threads'
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler'

/** Sets one document after another: the compiler keeps a thread busy and cannot be stopped, so it has a thread of its own. */
const template = readFileSync(new URL('./report.typ', import.meta.url), 'utf8')
const compiler = NodeCompiler.create({ workspace: new URL('.', import.meta.url).pathname })

parentPort?.on('message', (asked: Readonly<{ document: string; seconds: number }>) => {
  try {
    const bytes = compiler.pdf(
      { mainFileContent: template, inputs: { document: asked.document } },
      { pdfTags: true, creationTimestamp: asked.seconds },
    )
    compiler.evictCache(2)
    parentPort?.postMessage({ bytes })
  } catch (error) {
    parentPort?.postMessage({ failure: error instanceof Error ? error.message : String(error) })
  }
})
