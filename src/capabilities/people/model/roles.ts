/** The roles that an organisation begins with; each can be changed there like any record. */
export type BuiltInRole = Readonly<{ title: string; about: string; desk: 'run' | 'plan' | 'steer' | 'portal'; rights: readonly string[] }>

const everyone = ['view.see:own', 'view.create:own', 'view.edit:own', 'view.remove:own', 'view.retire:own', 'comment.create'] as const
const catalogue = ['service', 'offering', 'component', 'dependency'].map((kind) => `${kind}.*`)
const levels = ['agreement', 'promise', 'calendar', 'level'].map((kind) => `${kind}.*`)

export const builtInRoles: readonly BuiltInRole[] = [
  {
    title: 'Administrator',
    about: 'Sets Reeve up: people, roles, imports, settings. Sees and changes everything.',
    desk: 'run',
    rights: ['*'],
  },
  {
    title: 'Service manager',
    about: 'Answers for named services: their levels, security, quality, suppliers and reports.',
    desk: 'run',
    rights: [
      '*.see',
      ...catalogue,
      ...levels,
      'incident.*',
      'report.*',
      'need.create',
      'need.edit',
      'contract.edit',
      'import.run',
      'figure.see',
      ...everyone,
    ],
  },
  {
    title: 'Portfolio head',
    about: 'Answers for the portfolio: money, people, suppliers, plans.',
    desk: 'plan',
    rights: [
      '*.see',
      ...catalogue,
      'need.*',
      'supplier.*',
      'contract.*',
      'agreement.*',
      'promise.*',
      'report.*',
      'import.run',
      ...everyone,
    ],
  },
  {
    title: 'Chief',
    about: 'Directs the portfolio, authorises new capabilities, watches what services contribute.',
    desk: 'steer',
    rights: ['*.see', 'need.*', 'service.approve', 'contract.money', 'report.*', ...everyone],
  },
  {
    title: 'Agent',
    about: 'First line: takes reports, solves or hands over.',
    desk: 'run',
    rights: [
      '*.see',
      'incident.create',
      'incident.edit',
      'incident.start',
      'incident.wait',
      'incident.resolve',
      'incident.reopen',
      'incident.close',
      'incident.cancel',
      'person.create',
      ...everyone,
    ],
  },
  {
    title: 'Engineer',
    about: 'Second and third line: restores service, keeps components and dependencies right.',
    desk: 'run',
    rights: [
      '*.see',
      'incident.create',
      'incident.edit',
      'incident.start',
      'incident.wait',
      'incident.resolve',
      'incident.reopen',
      'component.*',
      'dependency.*',
      ...everyone,
    ],
  },
  {
    title: 'Requester',
    about: 'Uses services: reports incidents and follows them.',
    desk: 'portal',
    rights: [
      'service.see',
      'offering.see',
      'unit.see',
      'team.see',
      'incident.see:own',
      'incident.create:own',
      'person.see:own',
      ...everyone,
    ],
  },
  {
    title: 'Auditor',
    about: 'Reads everything, the event log included; changes nothing.',
    desk: 'steer',
    rights: ['*.see', 'audit.read', 'contract.money', 'operator.read', ...everyone],
  },
]
