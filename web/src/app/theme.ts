import { createTheme, type AlertProps, type BadgeProps, type CSSVariablesResolver, type MantineColorsTuple, type MantineTheme } from '@mantine/core';

const iris: MantineColorsTuple = ['#f1f3fd', '#e2e5f8', '#c3c9ef', '#a1abe6', '#8390dd', '#6b7ad4', '#5666c8', '#4453b8', '#3a479e', '#303b82'];
const dark: MantineColorsTuple = ['#d6d8dc', '#b6b9c0', '#a3a7af', '#737882', '#40444c', '#33363d', '#26292f', '#1d1f24', '#16181c', '#101114'];

const shade = (theme: MantineTheme, color = theme.primaryColor) => `var(--mantine-color-${color}-6)`;

export const theme = createTheme({
  colors: { iris, dark },
  primaryColor: 'iris',
  primaryShade: { light: 7, dark: 6 },
  defaultRadius: 'md',
  cursorType: 'pointer',
  // Latin from the system's UI face; every Korean face named has a weight of its own for 600, so nothing is smeared.
  fontFamily:
    '"Pretendard Variable", Pretendard, Inter, -apple-system, BlinkMacSystemFont, "Segoe UI", "Apple SD Gothic Neo", "Noto Sans KR", "Noto Sans CJK KR", "Malgun Gothic", sans-serif',
  fontFamilyMonospace: 'ui-monospace, SFMono-Regular, "Cascadia Mono", "D2Coding", "Noto Sans Mono CJK KR", monospace',
  headings: {
    fontWeight: '650',
    sizes: {
      h1: { fontSize: '1.375rem', lineHeight: '1.35' },
      h2: { fontSize: '1.125rem', lineHeight: '1.4' },
      h3: { fontSize: '1rem', lineHeight: '1.45' },
      h4: { fontSize: '0.875rem', lineHeight: '1.45' },
    },
  },
  components: {
    Badge: {
      defaultProps: { variant: 'light', tt: 'none', fw: 550, radius: 'sm' },
      // Mantine's own light badge misses 4.5:1 on its tint in one scheme and shouts in the other.
      vars: (theme: MantineTheme, props: BadgeProps) =>
        props.variant === 'light'
          ? {
              root: {
                '--badge-bg': `color-mix(in srgb, ${shade(theme, props.color)} 14%, transparent)`,
                '--badge-color': `color-mix(in srgb, ${shade(theme, props.color)} 50%, var(--ap-ink))`,
              },
            }
          : { root: {} },
    },
    Button: { defaultProps: { size: 'sm' } },
    Alert: {
      vars: (theme: MantineTheme, props: AlertProps) => ({
        root: {
          '--alert-bg': `color-mix(in srgb, ${shade(theme, props.color)} 9%, var(--mantine-color-body))`,
          '--alert-bd': `1px solid color-mix(in srgb, ${shade(theme, props.color)} 28%, transparent)`,
          '--alert-color': `color-mix(in srgb, ${shade(theme, props.color)} 50%, var(--ap-ink))`,
        },
      }),
    },
    InputWrapper: { styles: { label: { marginBottom: 4 }, description: { marginBottom: 4 } } },
    Card: { defaultProps: { withBorder: true, padding: 'md' } },
    Modal: { defaultProps: { overlayProps: { backgroundOpacity: 0.35 }, radius: 'lg' }, styles: { title: { fontWeight: 600 } } },
    Tooltip: { defaultProps: { withArrow: true, openDelay: 300 } },
  },
});

/** Mantine's own dimmed and placeholder greys miss 4.5:1 in both schemes (WCAG 1.4.3). */
export const cssVariablesResolver: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-body': '#ffffff',
    '--mantine-color-text': '#1d2026',
    '--mantine-color-dimmed': '#5b626c',
    '--mantine-color-placeholder': '#6b727c',
    '--mantine-color-default-border': '#e3e5e9',
    '--mantine-color-error': '#c92a2a',
    '--ap-ink': '#14161b',
    '--ap-rail': '#f7f7f8',
    '--ap-raised': '#ffffff',
    '--ap-sunken': '#f5f6f8',
    '--ap-bubble': '#eef0f7',
  },
  dark: {
    '--mantine-color-body': '#16181c',
    '--mantine-color-text': '#e2e4e8',
    '--mantine-color-dimmed': '#a3a7af',
    '--mantine-color-placeholder': '#969ba5',
    '--mantine-color-default-border': '#2e3138',
    '--mantine-color-error': '#ff8787',
    '--ap-ink': '#ffffff',
    '--ap-rail': '#111215',
    '--ap-raised': '#1b1d22',
    '--ap-sunken': '#111215',
    '--ap-bubble': '#262932',
  },
});
