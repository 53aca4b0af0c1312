import type { Db } from '../../../platform/db/database.ts'
import { subjects } from '../kind/lives.ts'
import { type AlertSource, namedSubjects } from '../store/alerts.ts'

/** The one that a name means: its ref before its title before what another tool calls it, a service before an offering before a component; null where two would do. */
const meant = (found: Awaited<ReturnType<typeof namedSubjects>>): string | null => {
  for (const by of ['ref', 'title', 'name'] as const)
    for (const kind of subjects) {
      const ids = new Set(found.filter((one) => one.by === by && one.kind === kind).map((one) => one.id))
      const [only] = ids
      if (only !== undefined) return ids.size === 1 ? only : null
    }
  return null
}

/** Where tools usually say which service they speak of. */
const usualLabels = ['service.name', 'service'] as const

/** What labels are about: what the source's label names, or without one a usual label, else what the source is about; null when that is nothing known. */
export const subjectOf = async (
  db: Db,
  source: Pick<AlertSource, 'subject' | 'subject_label'>,
  labels: Readonly<Record<string, string>>,
): Promise<string | null> => {
  const asked = source.subject_label === null ? usualLabels : [source.subject_label]
  const name = asked.map((label) => (labels[label] ?? '').trim()).find((word) => word !== '') ?? ''
  const found = name === '' ? null : meant(await namedSubjects(db, subjects, name))
  return found ?? source.subject
}
