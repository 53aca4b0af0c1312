import { lazy } from 'react'
import type { PageContribution } from '../../platform/page/contribution.ts'
import { registerEditor, registerView } from '../../platform/page/fields/structures.ts'

export const pages: PageContribution = {
  routes: [{ path: '/clocks', title: 'Clocks', load: async () => import('./page/clocks.tsx') }],
  tabs: [
    { kind: 'agreement', name: 'overview', label: 'Overview', load: async () => import('./page/agreement.tsx') },
    { kind: 'calendar', name: 'overview', label: 'Overview', load: async () => import('./page/calendar.tsx') },
  ],
  menu: [{ desk: 'admin', group: 'Data', label: 'Clocks', icon: 'clock-check', to: '/clocks', right: 'agreement.see', order: 70 }],
  commands: [
    {
      label: 'Read all clocks again',
      to: '/clocks',
      icon: 'clock-check',
      right: 'agreement.see',
      words: 'recompute sla due calendar change',
    },
  ],
  setup: () => {
    registerEditor(
      'weekly_hours',
      lazy(async () => import('./page/week-editor.tsx')),
    )
    registerEditor(
      'holidays',
      lazy(async () => import('./page/holidays-editor.tsx')),
    )
    registerEditor(
      'dated_hours',
      lazy(async () => import('./page/dated-editor.tsx')),
    )
    registerView(
      'weekly_hours',
      lazy(async () => import('./page/week-view.tsx')),
    )
    registerView(
      'holidays',
      lazy(async () => import('./page/holidays-view.tsx')),
    )
    registerView(
      'dated_hours',
      lazy(async () => import('./page/dated-view.tsx')),
    )
  },
}
