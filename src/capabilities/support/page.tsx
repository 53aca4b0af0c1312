import type { PageContribution } from '../../platform/page/contribution.ts'

export const pages: PageContribution = {
  routes: [{ path: '/incidents/new', title: 'New incident', load: async () => import('./page/new-incident.tsx') }],
  tabs: [{ kind: 'incident', name: 'overview', label: 'Overview', load: async () => import('./page/incident.tsx') }],
  actions: [
    {
      kind: 'incident',
      name: 'similar',
      label: 'Report the same again',
      icon: 'plus',
      load: async () => import('./page/report-again.tsx'),
    },
  ],
  peeks: [{ kind: 'incident', load: async () => import('./page/peek.tsx') }],
  commands: [
    {
      label: 'My open incidents',
      to: '/incidents?owner=me&phase=open,active,waiting&sort=due_at',
      icon: 'alert-triangle',
      right: 'incident.see',
      words: 'queue work mine',
    },
    {
      label: 'Incidents nobody has taken up',
      to: '/incidents?owner=none&phase=open,active,waiting&sort=due_at',
      icon: 'alert-triangle',
      right: 'incident.see',
      words: 'queue unassigned owner none',
    },
    {
      label: 'Incidents that missed their promise',
      to: '/incidents?level_state=missed&phase=open,active,waiting&sort=due_at',
      icon: 'alert-triangle',
      right: 'incident.see',
      words: 'breach overdue sla late',
    },
    {
      label: 'Major incidents',
      to: '/incidents?major=true&phase=open,active,waiting',
      icon: 'alert-triangle',
      right: 'incident.see',
      words: 'p1 crisis',
    },
  ],
}
