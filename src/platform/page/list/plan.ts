/** What a bulk edit will do: change one field, or move records on by a verb. */
export type Plan = Readonly<{ change: string } | { verb: string }>
