import { bytesOf } from '../../platform/imports/bytes.ts'
import {
  emptyMapping,
  type Mapping,
  type Read,
  type ReadEnv,
  type Reader,
  remembering,
  type SourceFile,
} from '../../platform/imports/reader.ts'
import { encodingOf, textOf } from '../../platform/imports/text.ts'
import { readOpenSlo } from './read.ts'
import { recordsOf } from './records.ts'
import type { SourceText } from './yaml.ts'

const isYaml = (name: string): boolean => /\.(ya?ml|json)(\.gz)?$/i.test(name)

/** Beyond this much text together, what was sent is no set of objectives. */
const longest = 32 * 1024 * 1024

async function* textsOf(files: readonly SourceFile[], env: ReadEnv): AsyncGenerator<Read, readonly SourceText[]> {
  const texts: SourceText[] = []
  let size = 0
  for (const file of files) {
    const { encoding, problems, bad } = await encodingOf(file)
    for (const problem of problems) yield { problem }
    if (bad.size > 0 || size > longest) {
      for await (const bytes of bytesOf(file)) env.progress(bytes.length)
      if (bad.size === 0)
        yield {
          problem: {
            severity: 'refused',
            file: file.name,
            rule: 'too_large',
            message: 'More than 32 MB were sent together. Send fewer files.',
          },
        }
      continue
    }
    const pieces: string[] = []
    for await (const piece of textOf(file, encoding, env.progress)) {
      size += piece.length
      if (size <= longest) pieces.push(piece)
    }
    if (size > longest)
      yield {
        problem: {
          severity: 'refused',
          file: file.name,
          rule: 'too_large',
          message: 'More than 32 MB were sent together. Send fewer files.',
        },
      }
    else texts.push({ path: file.name, text: pieces.join('') })
  }
  return texts
}

async function* read(files: readonly SourceFile[], mapping: Mapping, env: ReadEnv): AsyncGenerator<Read> {
  const wanted = files.length === 1 ? files : files.filter((file) => isYaml(file.name))
  if (files.length > wanted.length) yield { note: 'files_left_out', count: files.length - wanted.length }
  const texts = yield* textsOf(wanted, env)
  const found = readOpenSlo(texts)
  for (const problem of found.issues) yield { problem }
  for (const [kind, of] of Map.groupBy(found.documents, (one) => one.kind)) yield { note: kind, count: of.length }
  yield* recordsOf(found, {
    zone: mapping.zone,
    agreement_state: mapping.defaults['agreement_state'] ?? 'active',
    service_kind: mapping.defaults['service_kind'] ?? '',
  })
}

/** Reads service level objectives in OpenSLO's format: measures, and promises about the share of good events, in an agreement for each service. */
export const openslo: Reader = {
  name: 'openslo',
  label: 'OpenSLO',
  about:
    'YAML files of service level objectives (openslo/v1), several documents a file, references across files. Services are found by their names; SLOs are found again by theirs.',
  accepts: ['.yaml', '.yml', '.yaml.gz', '.json'],
  suggest: async (_files, remembered) => ({
    mapping: remembering({ ...emptyMapping, defaults: { agreement_state: 'active', service_kind: '' } }, remembered),
    columns: [],
    samples: {},
  }),
  read,
}
