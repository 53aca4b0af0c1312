import { lazy } from 'react'
import type { PageContribution } from '../../platform/page/contribution.ts'
import { registerEditor, registerView } from '../../platform/page/fields/structures.ts'

export const pages: PageContribution = {
  routes: [
    { path: '/board', title: 'Live board', load: async () => import('./page/board.tsx') },
    { path: '/health/unmonitored', title: 'Not monitored', load: async () => import('./page/unmonitored.tsx') },
    { path: '/outages/timeline', title: 'Outage timeline', load: async () => import('./page/timeline.tsx') },
    { path: '/measures/explore', title: 'Explore measures', load: async () => import('./page/explore.tsx') },
  ],
  tabs: [
    { kind: 'measure', name: 'overview', label: 'Overview', load: async () => import('./page/measure.tsx') },
    { kind: 'source', name: 'overview', label: 'Overview', load: async () => import('./page/source.tsx') },
    { kind: 'check', name: 'overview', label: 'Overview', load: async () => import('./page/check.tsx') },
    ...['service', 'offering', 'component'].map((kind) => ({
      kind,
      name: 'health',
      label: 'Health',
      order: 5,
      load: async () => import('./page/health-tab.tsx'),
    })),
  ],
  menu: [
    { desk: 'run', group: 'Signals', label: 'Live board', icon: 'heartbeat', to: '/board', right: 'service.see', order: 1 },
    { desk: 'run', group: 'Signals', label: 'Outage timeline', icon: 'history', to: '/outages/timeline', right: 'outage.see', order: 34 },
    { desk: 'run', group: 'Signals', label: 'Explore', icon: 'chart-line', to: '/measures/explore', right: 'measure.see', order: 35 },
    { desk: 'run', group: 'Signals', label: 'Not monitored', icon: 'eye', to: '/health/unmonitored', right: 'service.see', order: 36 },
  ],
  actions: [
    {
      kind: 'outage',
      name: 'correct',
      label: 'Propose a correction',
      icon: 'eraser',
      load: async () => import('./page/correct.tsx'),
    },
  ],
  commands: [
    { label: 'Live board', to: '/board', icon: 'heartbeat', right: 'service.see', words: 'health down degraded wall status now' },
    { label: 'Outage timeline', to: '/outages/timeline', icon: 'history', right: 'outage.see', words: 'downtime history maintenance' },
    { label: 'Services that are not monitored', to: '/health/unmonitored', icon: 'eye', right: 'service.see', words: 'coverage unknown' },
    {
      label: 'Explore measures',
      to: '/measures/explore',
      icon: 'chart-line',
      right: 'measure.see',
      words: 'chart compare overlay metric indicator readings',
    },
  ],
  setup: () => {
    registerEditor(
      'check_assertions',
      lazy(async () => import('./page/assertions-editor.tsx')),
    )
    registerEditor(
      'series_selector',
      lazy(async () => import('./page/selector-editor.tsx')),
    )
    registerEditor(
      'source_settings',
      lazy(async () => import('./page/settings-editor.tsx')),
    )
    registerEditor(
      'labels',
      lazy(async () => import('./page/labels-editor.tsx')),
    )
    registerView(
      'check_assertions',
      lazy(async () => import('./page/assertions-view.tsx')),
    )
    registerView(
      'series_selector',
      lazy(async () => import('./page/selector-view.tsx')),
    )
    registerView(
      'source_settings',
      lazy(async () => import('./page/settings-view.tsx')),
    )
    registerView(
      'labels',
      lazy(async () => import('./page/labels-view.tsx')),
    )
  },
}
