import type { PageContribution } from '../../platform/page/contribution.ts'

export const pages: PageContribution = {
  desk: {
    run: async () => import('./page/run-desk.tsx'),
    plan: async () => import('./page/plan-desk.tsx'),
    steer: async () => import('./page/steer-desk.tsx'),
    portal: async () => import('./page/portal-desk.tsx'),
  },
  routes: [
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
  commands: [
    { label: 'Create a service report', to: '/reports/new', icon: 'report', right: 'report.create', words: 'month quarter pdf issue' },
    { label: 'Report an incident as a user', to: '/desk/portal', icon: 'ticket', words: 'portal self service is it working' },
  ],
}
