// The bell: BEL for the terminal, OSC 9 for a desktop that shows notices. Neither moves the cursor, so the picture stays.

/** Rings on that terminal. What a controller said is in the text: anything that could end the sequence is taken out. */
export function ringOn(stdout: NodeJS.WriteStream, isStalled: () => boolean): (text: string) => void {
  return (text) => {
    if (isStalled()) return;
    const safe = text.replace(/[\x00-\x1f\x7f-\x9f]/g, ' ').slice(0, 200);
    stdout.write(`\x07\x1b]9;${safe}\x07`);
  };
}

/** By flag or by HPCHA_BELL=off (0, no): some consoles stand in a room where people sleep. */
export function mayRing(flag: boolean, env: Readonly<Record<string, string | undefined>>): boolean {
  return flag && !/^(off|0|no)$/i.test(env['HPCHA_BELL'] ?? '');
}
