const kinds: Readonly<Record<string, number>> = { service: 100, offering: 40, component: 10 }
const criticalities: Readonly<Record<string, number>> = { vital: 40, high: 30, medium: 20, low: 10 }

/** Which of several things is shown first: services before what they are made of, the critical before the others. */
export const weightOf = (of: Readonly<{ kind: string; criticality: string | null }>): number =>
  (kinds[of.kind] ?? 0) + (criticalities[of.criticality ?? ''] ?? 0)
