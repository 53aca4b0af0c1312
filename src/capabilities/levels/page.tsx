import { lazy } from 'react'
import type { PageContribution } from '../../platform/page/contribution.ts'
import { isAboutTickets } from './model/promise.ts'
import { registerEditor, registerView } from '../../platform/page/fields/structures.ts'

export const pages: PageContribution = {
  routes: [
    { path: '/clocks', title: 'Clocks', load: async () => import('./page/clocks.tsx') },
    { path: '/standings', title: 'How promises stand', load: async () => import('./page/standings.tsx') },
    { path: '/suppliers/scorecards', title: 'Suppliers compared', load: async () => import('./page/scorecards.tsx') },
  ],
  tabs: [
    { kind: 'agreement', name: 'overview', label: 'Overview', load: async () => import('./page/agreement.tsx') },
    { kind: 'agreement', name: 'versions', label: 'Versions', order: 12, load: async () => import('./page/versions.tsx') },
    {
      kind: 'promise',
      name: 'overview',
      label: 'How it stands',
      load: async () => import('./page/standing.tsx'),
    },
    {
      kind: 'promise',
      name: 'chain',
      label: 'Promise chain',
      order: 12,
      load: async () => import('./page/promise-times.tsx'),
      when: (record) => isAboutTickets(String(record['measure'])),
    },
    { kind: 'service', name: 'levels', label: 'Levels', order: 12, load: async () => import('./page/service-levels.tsx') },
    { kind: 'service', name: 'promise-chain', label: 'Promise chain', order: 14, load: async () => import('./page/chain.tsx') },
    { kind: 'supplier', name: 'scorecard', label: 'Scorecard', order: 14, load: async () => import('./page/scorecard.tsx') },
    { kind: 'supplier', name: 'tickets', label: 'Tickets', order: 16, load: async () => import('./page/supplier-hands.tsx') },
    { kind: 'credit', name: 'evidence', label: 'Evidence', order: 12, load: async () => import('./page/credit-evidence.tsx') },
    { kind: 'calendar', name: 'overview', label: 'Overview', load: async () => import('./page/calendar.tsx') },
  ],
  menu: [
    { desk: 'run', group: 'Levels', label: 'How promises stand', icon: 'target', to: '/standings', right: 'promise.see', order: 60 },
    { desk: 'admin', group: 'Data', label: 'Clocks', icon: 'clock-check', to: '/clocks', right: 'agreement.see', order: 70 },
    { desk: 'plan', group: 'Suppliers', label: 'Compared', icon: 'award', to: '/suppliers/scorecards', right: 'scorecard.see', order: 80 },
  ],
  commands: [
    {
      label: 'How promises stand',
      to: '/standings',
      icon: 'target',
      right: 'promise.see',
      words: 'missed at risk sla slo availability error budget burn standing verdict',
    },
    {
      label: 'Suppliers compared',
      to: '/suppliers/scorecards',
      icon: 'award',
      right: 'scorecard.see',
      words: 'scorecard rank vendor performance peers',
    },
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
      'budget_policy',
      lazy(async () => import('./page/budget-policy-editor.tsx')),
    )
    registerView(
      'budget_policy',
      lazy(async () => import('./page/budget-policy-view.tsx')),
    )
    registerEditor(
      'burn_alerts',
      lazy(async () => import('./page/burn-alerts-editor.tsx')),
    )
    registerView(
      'burn_alerts',
      lazy(async () => import('./page/burn-alerts-view.tsx')),
    )
    registerEditor(
      'credit_steps',
      lazy(async () => import('./page/credit-steps-editor.tsx')),
    )
    registerView(
      'credit_steps',
      lazy(async () => import('./page/credit-steps-view.tsx')),
    )
    registerEditor(
      'scorecard_weights',
      lazy(async () => import('./page/weights-editor.tsx')),
    )
    registerView(
      'scorecard_weights',
      lazy(async () => import('./page/weights-view.tsx')),
    )
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
