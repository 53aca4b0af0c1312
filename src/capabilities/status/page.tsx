import type { PageContribution } from '../../platform/page/contribution.ts'

const tell = { label: 'Tell readers', icon: 'bell', name: 'tell_readers', load: async () => import('./page/tell-readers.tsx') } as const

export const pages: PageContribution = {
  routes: [{ path: '/status_notices/new', title: 'Tell readers', load: async () => import('./page/new-notice.tsx') }],
  tabs: [
    { kind: 'status_page', name: 'overview', label: 'Overview', load: async () => import('./page/status-page.tsx') },
    { kind: 'status_notice', name: 'overview', label: 'Overview', load: async () => import('./page/notice.tsx') },
  ],
  actions: [
    { kind: 'outage', ...tell },
    { kind: 'incident', ...tell },
    { kind: 'maintenance', ...tell },
    { kind: 'status_page', name: 'write', label: 'Write a notice', icon: 'bell', load: async () => import('./page/tell-readers.tsx') },
  ],
  commands: [
    {
      label: 'Tell readers of a status page',
      to: '/status_notices/new',
      icon: 'bell',
      right: 'status_notice.create',
      words: 'publish incident disturbance announce maintenance notice subscribers',
    },
    {
      label: 'Notices that are open on status pages',
      to: '/status_notices?phase=open,active',
      icon: 'bell',
      right: 'status_notice.see',
      words: 'incident disturbance planned work maintenance told',
    },
  ],
}
