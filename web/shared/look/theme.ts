// How the component library looks here: our colours and measures in its variables.

import type {CSSVariablesResolver, MantineColorsTuple} from '@mantine/core';
import {createTheme} from '@mantine/core';

const tide: MantineColorsTuple = [
  '#e6f6f5',
  '#cdeae8',
  '#a3d9d6',
  '#7dcac6',
  '#6cc5c1',
  '#2e9490',
  '#117d7a',
  '#0b6b6b',
  '#075656',
  '#034343',
];

/** The library's greys in the dark, tinted as our grounds are: text first, the darkest ground last. */
const night: MantineColorsTuple = [
  '#dfe6ec',
  '#bac5ce',
  '#93a1ae',
  '#5c6d7b',
  '#33424f',
  '#222d38',
  '#18212a',
  '#121920',
  '#0c1116',
  '#0a0e12',
];

export const theme = createTheme({
  colors: {tide, dark: night},
  primaryColor: 'tide',
  primaryShade: {light: 7, dark: 6},
  fontFamily: 'var(--font)',
  fontFamilyMonospace: 'var(--mono)',
  headings: {fontFamily: 'var(--font)', fontWeight: '600'},
  defaultRadius: 'sm',
  radius: {sm: '6px', md: '8px'},
  cursorType: 'pointer',
  focusRing: 'auto',
  components: {
    Button: {defaultProps: {size: 'sm'}},
    TextInput: {defaultProps: {size: 'sm'}},
    Modal: {defaultProps: {centered: true, overlayProps: {blur: 2}}},
  },
});

export const variables: CSSVariablesResolver = () => ({
  variables: {},
  light: library,
  dark: library,
});

/** The same names in both schemes: what they stand for changes in tokens.css. */
const library: Readonly<Record<string, string>> = {
  '--mantine-color-body': 'var(--surface)',
  '--mantine-color-text': 'var(--ink)',
  '--mantine-color-dimmed': 'var(--quiet)',
  '--mantine-color-placeholder': 'var(--quiet)',
  '--mantine-color-default': 'var(--raised)',
  '--mantine-color-default-hover': 'var(--sunken)',
  '--mantine-color-default-border': 'var(--edge)',
  '--mantine-color-default-color': 'var(--ink)',
  '--mantine-color-anchor': 'var(--accent)',
  '--mantine-color-error': 'var(--critical)',
  '--mantine-color-disabled': 'var(--sunken)',
  '--mantine-color-disabled-color': 'var(--quiet)',
};
