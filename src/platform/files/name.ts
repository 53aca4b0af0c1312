const longest = 180

/** The last part of a path, without signs that a file system, a header or a reader's eye could trip over. */
export const cleanName = (name: string): string => {
  const last = name.replaceAll('\\', '/').split('/').at(-1) ?? ''
  const clean = last
    .normalize('NFC')
    // Control signs, and those that turn the reading direction so that exe.png reads as gnp.exe.
    .replaceAll(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu, '')
    .replaceAll(/[<>:"|?*]/g, '_')
    .replace(/^[.\s]+/, '')
    .replace(/[.\s]+$/, '')
  if (clean === '') return 'file'
  if (clean.length <= longest) return clean
  const ending = /\.[^.]{1,12}$/.exec(clean)?.[0] ?? ''
  return `${clean
    .slice(0, longest - ending.length)
    .toWellFormed()
    .replace(/\uFFFD$/, '')}${ending}`
}

/** The value of Content-Disposition: the whole name for all browsers of today, an ASCII one for the others (RFC 6266). */
export const disposition = (name: string, shown: boolean): string => {
  const plain = name.replaceAll(/[^\x20-\x7e]/g, '_').replaceAll(/["\\%]/g, '_')
  const whole = encodeURIComponent(name).replaceAll(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
  return `${shown ? 'inline' : 'attachment'}; filename="${plain}"; filename*=UTF-8''${whole}`
}
