/** Text that stands in HTML or XML, between tags and in quoted attributes. Characters that XML 1.0 forbids are left out. */
export const escaped = (text: string): string =>
  text
    // oxlint-disable-next-line no-control-regex -- these are the ones that XML 1.0 section 2.2 forbids
    .replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')

/** Only addresses of the web become links. */
export const webAddress = (text: string | null): string | null => (text !== null && /^https?:\/\/[^\s]+$/i.test(text) ? text : null)
