// A sentence in every language of the product, and the language that is spoken.

export const languages = ['en', 'ko'] as const;
export type Language = (typeof languages)[number];

/** One sentence a language; `{name}` is filled from the finding's parameters, `{host}` from where it is. */
export type Message = {readonly en: string; readonly ko: string};
export type Messages = Readonly<Record<string, Message>>;
