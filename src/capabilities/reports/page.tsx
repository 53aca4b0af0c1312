import type { PageContribution } from '../../platform/page/contribution.ts'

export const pages: PageContribution = {
  desk: {
    run: async () => import('./page/run-desk.tsx'),
    plan: async () => import('./page/plan-desk.tsx'),
    steer: async () => import('./page/steer-desk.tsx'),
    portal: async () => import('./page/portal-desk.tsx'),
  },
  routes: [
    { path: '/desk/services', title: 'How services stand', load: async () => import('./page/desk-services.tsx') },
    { path: '/reports/new', title: 'New report', load: async () => import('./page/new-report.tsx') },
    { path: '/reports/$key/figures/$name', title: 'Records behind a figure', load: async () => import('./page/behind.tsx') },
  ],
  tabs: [
    { kind: 'service', name: 'overview', label: 'Overview', load: async () => import('./page/service.tsx') },
    { kind: 'report', name: 'overview', label: 'Report', load: async () => import('./page/report.tsx') },
  ],
  actions: [
    { kind: 'service', name: 'report', label: 'Create report…', icon: 'report', load: async () => import('./page/create-report.tsx') },
  ],
  menu: [
    {
      desk: 'run',
      group: 'Levels',
      label: 'How services stand',
      icon: 'list',
      to: '/desk/services',
      right: 'incident.see',
      order: 58,
    },
  ],
  commands: [
    {
      label: 'How services stand',
      to: '/desk/services',
      icon: 'list',
      right: 'incident.see',
      words: 'miss keep promise services standing sla',
    },
    { label: 'Create a service report', to: '/reports/new', icon: 'report', right: 'report.create', words: 'month quarter pdf issue' },
    { label: 'Report an incident as a user', to: '/desk/portal', icon: 'ticket', words: 'portal self service is it working' },
  ],
}
