/** What must happen while so much of the error budget is left, and who decides. `from`: the least share that must be left; may be negative. */
export type PolicyStep = Readonly<{ state: PolicyState; from: number; consequence: string; decides?: string | undefined }>

export type PolicyState = 'normal' | 'watch' | 'restrict' | 'freeze'

/** What a policy says until somebody writes another. */
export const usualPolicy: readonly PolicyStep[] = [
  { state: 'normal', from: 0.5, consequence: 'Changes go on as planned.', decides: 'Service owner' },
  {
    state: 'watch',
    from: 0.25,
    consequence: 'Risky changes need a second look; the causes of the burn are on the next review.',
    decides: 'Service owner',
  },
  {
    state: 'restrict',
    from: 0,
    consequence: 'Only changes that make it more reliable, or that law or security ask for.',
    decides: 'Service owner and customer',
  },
  { state: 'freeze', from: -1000, consequence: 'No changes but repairs until budget is left again.', decides: 'Head of service delivery' },
]

/**
 * The step that holds: the highest whose `from` is at most what is left. With nothing left, steps that begin at 0 do not hold: the budget is gone.
 * Below all steps the lowest holds. Null when nothing is known (`left` null) or the policy is empty.
 */
export const policyAt = <S extends Readonly<{ from: number }>>(steps: readonly S[], left: number | null): S | null => {
  if (left === null) return null
  const sorted = [...steps].sort((a, b) => b.from - a.from)
  return sorted.find((step) => left >= step.from && (left > 0 || step.from < 0)) ?? sorted.at(-1) ?? null
}
