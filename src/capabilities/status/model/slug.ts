/** What is wrong with a short name in an address, in words; null when nothing is. */
export const badSlug = (slug: string): string | null =>
  /^[a-z0-9](?:[a-z0-9-]{0,58}[a-z0-9])?$/.test(slug)
    ? null
    : 'The short name has small letters, digits and inner dashes, such as larkmere or city-hall.'
