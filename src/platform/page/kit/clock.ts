import { useState } from 'react'
import type { Day } from '../../../kernel/day.ts'

/** This moment as ISO text. Screens of capabilities read the clock here and nowhere else. */
export const momentNow = (): string => new Date().toISOString()

/** Today in UTC. */
export const dayNow = (): Day => momentNow().slice(0, 10) as Day

/** The day on which a screen was opened: steady while it is shown. */
export const useToday = (): Day => useState(dayNow)[0]
