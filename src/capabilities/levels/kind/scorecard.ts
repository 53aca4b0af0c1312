import { link, structure } from '../../../platform/records/fields.ts'
import { kind } from '../../../platform/records/kind.ts'

export const scorecard = kind({
  name: 'scorecard',
  plural: 'scorecards',
  prefix: 'SCC',
  label: 'Scorecard',
  labels: 'Scorecards',
  about: 'How a supplier is judged: what each criterion weighs, and the scores that people give by hand.',
  titled: 'Name',
  icon: 'award',
  fields: {
    supplier: link({ label: 'Supplier', to: ['supplier'], back: 'Scorecards', required: true, indexed: true }),
    weights: structure({
      label: 'Weights',
      shape: 'scorecard_weights',
      help: 'What each criterion weighs, in per cent of the total. One without a weight does not count; empty takes the usual weights.',
    }),
    given: structure({ label: 'Scores given by hand', shape: 'scorecard_given', computed: true }),
  },
  list: { columns: ['ref', 'title', 'supplier', 'state'], sort: 'title', facets: ['state', 'supplier'] },
  layout: [{ title: 'Scorecard', fields: ['supplier', 'weights', 'owner', 'tags'] }],
})
