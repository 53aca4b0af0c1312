import { createTheme, type CSSVariablesResolver, type MantineThemeOverride, rem } from '@mantine/core'
import { accent, amber, blue, dark, green, grey, red } from './palette.ts'

export type Density = 'compact' | 'roomy'

const fonts = 'Inter, "Inter var", system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", Arial, sans-serif'

/** The look: neutral greys, one accent, small text, tight radii. Contrast is at least WCAG AA in light and dark. */
export const themeFor = (density: Density): MantineThemeOverride => {
  const size = density === 'compact' ? 'xs' : 'sm'
  const sized = { defaultProps: { size } }
  return createTheme({
    fontFamily: fonts,
    fontFamilyMonospace: 'ui-monospace, SFMono-Regular, "JetBrains Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace',
    primaryColor: 'accent',
    primaryShade: { light: 8, dark: 7 },
    colors: { accent, gray: grey, dark, green, red, yellow: amber, orange: amber, blue },
    autoContrast: false,
    defaultRadius: 'sm',
    cursorType: 'pointer',
    respectReducedMotion: true,
    radius: { xs: rem(3), sm: rem(5), md: rem(7), lg: rem(10), xl: rem(16) },
    fontSizes:
      density === 'compact'
        ? { xs: rem(12), sm: rem(13), md: rem(13.5), lg: rem(16), xl: rem(19) }
        : { xs: rem(12.5), sm: rem(14), md: rem(15), lg: rem(17), xl: rem(21) },
    headings: {
      fontFamily: fonts,
      fontWeight: '600',
      sizes: {
        h1: { fontSize: rem(20), lineHeight: '1.3' },
        h2: { fontSize: rem(15), lineHeight: '1.35' },
        h3: { fontSize: rem(13.5), lineHeight: '1.4' },
        h4: { fontSize: rem(13) },
      },
    },
    components: {
      Button: { defaultProps: { size, radius: 'sm', fw: 500 } },
      // One that cannot be used now is pale and nothing more: a ground would make it stand out.
      ActionIcon: { defaultProps: { variant: 'subtle', color: 'gray' }, classNames: { root: 'rv-action' } },
      TextInput: sized,
      Textarea: sized,
      PasswordInput: sized,
      NumberInput: sized,
      Select: sized,
      DateInput: sized,
      DateTimePicker: sized,
      JsonInput: sized,
      MultiSelect: sized,
      TagsInput: sized,
      NativeSelect: sized,
      Checkbox: sized,
      Switch: sized,
      SegmentedControl: sized,
      PillsInput: sized,
      Modal: { defaultProps: { closeButtonProps: { 'aria-label': 'Close' }, radius: 'md', overlayProps: { backgroundOpacity: 0.35 } } },
      Drawer: { defaultProps: { closeButtonProps: { 'aria-label': 'Close' } } },
      Notification: { defaultProps: { closeButtonProps: { 'aria-label': 'Close' } } },
      Alert: { defaultProps: { closeButtonLabel: 'Close', p: 'sm' } },
      Tooltip: { defaultProps: { openDelay: 350, withArrow: false, multiline: true, events: { hover: true, focus: true, touch: false } } },
      Menu: { defaultProps: { shadow: 'md', position: 'bottom-start', withinPortal: true } },
      Popover: { defaultProps: { shadow: 'md', position: 'bottom-start' } },
      Anchor: { defaultProps: { underline: 'hover' } },
      Loader: { defaultProps: { type: 'dots' } },
    },
  })
}

/** What the theme cannot say: darker dimmed text and errors, light variants with enough contrast. */
export const variables: CSSVariablesResolver = (theme) => {
  const tinted = (name: string, light: boolean): Record<string, string> => ({
    [`--mantine-color-${name}-light`]: light
      ? `var(--mantine-color-${name}-${name === 'gray' ? 2 : 0})`
      : `color-mix(in srgb, var(--mantine-color-${name}-6) 20%, transparent)`,
    [`--mantine-color-${name}-light-hover`]: light
      ? `var(--mantine-color-${name}-${name === 'gray' ? 3 : 1})`
      : `color-mix(in srgb, var(--mantine-color-${name}-6) 30%, transparent)`,
    [`--mantine-color-${name}-light-color`]: light ? `var(--mantine-color-${name}-9)` : `var(--mantine-color-${name}-2)`,
    [`--mantine-color-${name}-text`]: light ? `var(--mantine-color-${name}-8)` : `var(--mantine-color-${name}-3)`,
    [`--mantine-color-${name}-outline`]: light ? `var(--mantine-color-${name}-8)` : `var(--mantine-color-${name}-3)`,
  })
  const named = ['accent', 'gray', 'green', 'red', 'yellow', 'blue']
  const everyTint = (light: boolean): Record<string, string> =>
    Object.fromEntries(named.flatMap((name) => Object.entries(tinted(name, light))))
  return {
    variables: {},
    light: {
      ...everyTint(true),
      '--mantine-color-dimmed': theme.colors.gray?.[7] ?? '',
      '--mantine-color-placeholder': theme.colors.gray?.[7] ?? '',
      '--mantine-color-error': theme.colors.red?.[8] ?? '',
      '--mantine-color-text': theme.colors.gray?.[9] ?? '',
      '--mantine-color-anchor': theme.colors.accent?.[8] ?? '',
    },
    dark: {
      ...everyTint(false),
      '--mantine-color-dimmed': theme.colors.dark?.[2] ?? '',
      '--mantine-color-placeholder': theme.colors.dark?.[2] ?? '',
      '--mantine-color-error': theme.colors.red?.[3] ?? '',
      '--mantine-color-anchor': theme.colors.accent?.[3] ?? '',
    },
  }
}
