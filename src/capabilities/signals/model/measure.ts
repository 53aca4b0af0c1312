import type { Issue } from '../../../kernel/refusal.ts'

type Fields = Readonly<Record<string, unknown>>

const has = (fields: Fields, name: string): boolean => fields[name] !== null && fields[name] !== undefined && fields[name] !== ''

const issue = (path: string, rule: string, message: string): Issue => ({ path, rule, message })

/** What a measure's fields contradict or lack together. */
export const measureIssues = (fields: Fields): readonly Issue[] => {
  const found: Issue[] = []
  if (has(fields, 'good_when') !== has(fields, 'good_level'))
    found.push(
      issue(
        has(fields, 'good_when') ? 'good_level' : 'good_when',
        'pair',
        'Say both when a reading is good and at which level, or neither.',
      ),
    )
  if (has(fields, 'marked_series') !== has(fields, 'marked_are'))
    found.push(issue('marked_are', 'pair', 'Give the second series together with what it counts: good or bad events.'))
  if (has(fields, 'marked_series') && !has(fields, 'series'))
    found.push(issue('series', 'required', 'Name the series that counts all events beside the one that counts the good or bad ones.'))
  if (fields['aggregation'] === 'share' && !has(fields, 'good_when') && !has(fields, 'marked_series'))
    found.push(
      issue(
        'good_when',
        'required',
        'For good of all say what is good: a level for readings, or a second series that counts good or bad events.',
      ),
    )
  if (has(fields, 'query') && has(fields, 'series'))
    found.push(issue('query', 'pair', 'A measure is asked by PromQL or made of sent series, not both.'))
  return found
}
