// What a catalogue of plan texts is: the English template, as it stands in an action, to its Korean one.

/**
 * Holes of the English template, named the same in the Korean one:
 * `{host}` a word, or a list of words with commas; `{*path}` any text, read too where it is known; `{=title}` a text that is itself in the catalogue.
 */
export type PlanTexts = Readonly<Record<string, string>>;
