import { TagsInput } from '@mantine/core'

/** Several texts, each made with Enter; commas stand inside them. */
export const TextsInput = ({
  label,
  help,
  texts,
  onChange,
  placeholder = 'Type and press Enter',
  error,
}: Readonly<{
  label: string
  help?: string
  texts: readonly string[]
  onChange: (texts: readonly string[]) => void
  placeholder?: string
  error?: string | undefined
}>) => (
  <TagsInput
    label={label}
    {...(help ? { description: help } : {})}
    {...(error ? { error } : {})}
    value={[...texts]}
    onChange={onChange}
    placeholder={placeholder}
    splitChars={[]}
    acceptValueOnBlur
    clearable
    clearButtonProps={{ 'aria-label': `Clear ${label}` }}
    maxTags={100}
  />
)
