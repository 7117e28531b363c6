// Names of the console's themes, as --theme and HPCHA_THEME take them.

export const themeNames = ['dark', 'light', 'contrast', 'mono'] as const;

/** What each looks like is the screens' business (src/views/kit/theme.ts). */
export type ThemeName = (typeof themeNames)[number];
