import { useQuery } from '@tanstack/react-query'
import classes from './kit.module.css'

/** Written text as Markdown. The maker travels apart from the first load; until it is there the plain text stands. */
export const Markdown = ({ text }: Readonly<{ text: string }>) => {
  const { data } = useQuery({
    queryKey: ['markdown', text],
    queryFn: async () => (await import('./markdown-html.ts')).htmlOf(text),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
  })
  if (data === undefined) return <div className={classes['markdown']}>{text}</div>
  return <SafeHtml html={data} />
}

/** HTML that has been made safe already: by the server, or by markdown-html.ts. */
export const SafeHtml = ({ html }: Readonly<{ html: string }>) => (
  <div className={classes['markdown']} dangerouslySetInnerHTML={{ __html: html }} />
)
