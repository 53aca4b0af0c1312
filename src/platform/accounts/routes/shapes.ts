import { z } from 'zod'

/** Text that people typed into the forms of this room. */
export const nameText = z.string().trim().min(1).max(200)
export const emailText = z.string().trim().toLowerCase().max(254).pipe(z.email())
/** Any length is read here, so that what is too short is refused with words of its own. */
export const passwordText = z.string().min(1).max(1000)
export const codeText = z.string().trim().max(20)
