/** What a supplier is judged by. The first are computed from records, the last are given by people. */
export const computedCriteria = ['promises', 'availability', 'incidents', 'time_in_hands', 'credits', 'returns'] as const
export const givenCriteria = ['people', 'invoices', 'improvement'] as const
export const criteria = [...computedCriteria, ...givenCriteria] as const

export type Criterion = (typeof criteria)[number]
export type GivenCriterion = (typeof givenCriteria)[number]

export type Weights = Readonly<Partial<Record<Criterion, number>>>

/** How a value becomes a score: 100 at `full` or better, 0 at `none` or worse, straight in between. */
export type Ramp = Readonly<{ full: number; none: number }>

type Described = Readonly<{ label: string; about: string; rule: string; ramp: Ramp; as: 'share' | 'times' | 'count' | 'points' }>

/** Each criterion with what its value is and the rule that makes a score of it; rules are shown beside every score. */
export const described: Readonly<Record<Criterion, Described>> = {
  promises: {
    label: 'Ticket promises kept',
    about: 'Share of clocks kept, against the share promised.',
    rule: '100 when at least the promised share was kept, 0 when 30 points fewer or less were, straight in between.',
    ramp: { full: 0, none: 0.3 },
    as: 'share',
  },
  availability: {
    label: 'Availability and indicators',
    about: 'How much of what each promise allowed to fail did fail; the mean of the promises.',
    rule: '100 when no more failed than was allowed, 0 when three times as much did, straight in between. A level counts as kept or missed.',
    ramp: { full: 1, none: 3 },
    as: 'times',
  },
  incidents: {
    label: 'Incidents caused',
    about: 'Outages that it, or something it delivers, caused; a degradation counts for 0.4 of one.',
    rule: '100 with none, 25 fewer for each that was down and 10 for each that was degraded.',
    ramp: { full: 0, none: 4 },
    as: 'count',
  },
  time_in_hands: {
    label: 'Time in hands against target',
    about: 'Time that tickets were in its hands, as a share of the time to resolve that it promised; the median.',
    rule: '100 when half of the target or less was used, 0 when one and a half times it was, straight in between.',
    ramp: { full: 0.5, none: 1.5 },
    as: 'share',
  },
  credits: {
    label: 'Service credits',
    about: 'What it owes for the windows that ended in the month, as a share of their charge.',
    rule: '100 when nothing is owed, 0 when a tenth of the charge or more is, straight in between.',
    ramp: { full: 0, none: 0.1 },
    as: 'share',
  },
  returns: {
    label: 'Work that came back',
    about: 'Tickets that came back to it, or were reopened, for each that it handed back in the month.',
    rule: '100 when none came back, 0 when 30 % or more did, straight in between.',
    ramp: { full: 0, none: 0.3 },
    as: 'share',
  },
  people: {
    label: 'Quality of its people',
    about: 'As those who work with them see it.',
    rule: 'Given by hand, 0 to 100; the last score of the twelve months before counts.',
    ramp: { full: 100, none: 0 },
    as: 'points',
  },
  invoices: {
    label: 'Invoices right',
    about: 'Complete, in time, and for what was ordered.',
    rule: 'Given by hand, 0 to 100; the last score of the twelve months before counts.',
    ramp: { full: 100, none: 0 },
    as: 'points',
  },
  improvement: {
    label: 'Improvement',
    about: 'What it proposed and did to get better.',
    rule: 'Given by hand, 0 to 100; the last score of the twelve months before counts.',
    ramp: { full: 100, none: 0 },
    as: 'points',
  },
}

/** What is weighed when nobody said otherwise; they add up to 100. */
export const usualWeights: Weights = {
  promises: 25,
  availability: 20,
  incidents: 10,
  time_in_hands: 10,
  credits: 5,
  returns: 10,
  people: 10,
  invoices: 5,
  improvement: 5,
}
