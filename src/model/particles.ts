// Korean particles that depend on the sound before them: `server1이(가)` is said `server1이`, `server2이(가)` `server2가`.

/** After a final consonant, and after none; 으로 knows a third case: after ㄹ it is said as after a vowel. */
const pairs: Readonly<Record<string, readonly [string, string]>> = {
  '이(가)': ['이', '가'],
  '은(는)': ['은', '는'],
  '을(를)': ['을', '를'],
  '와(과)': ['과', '와'],
  '(으)로': ['으로', '로'],
};

type Ending = 'none' | 'rieul' | 'other';

/** How the name of a digit ends: 영, 일, 이, 삼, 사, 오, 육, 칠, 팔, 구. */
const digits: readonly Ending[] = [
  'other',
  'rieul',
  'none',
  'other',
  'none',
  'none',
  'other',
  'rieul',
  'rieul',
  'none',
];

/** How a Latin letter ends a word read aloud: L, M, N as in 엘, 엠, 엔; the others as open syllables, which most are. */
function endingOf(before: string): Ending {
  const last = before.replace(/[\s)\]}'"”’.,:;]+$/, '').at(-1) ?? '';
  if (/\d/.test(last)) return digits[Number(last)] ?? 'none';
  const code = last.codePointAt(0) ?? 0;
  if (code >= 0xac00 && code <= 0xd7a3) {
    const final = (code - 0xac00) % 28;
    return final === 0 ? 'none' : final === 8 ? 'rieul' : 'other';
  }
  if (/l/i.test(last)) return 'rieul';
  return /[mn]/i.test(last) ? 'other' : 'none';
}

/** The text with each `이(가)` and the like as it is said after what stands before it. Other text is left as it is. */
export function withParticles(text: string): string {
  return text.replace(/이\(가\)|은\(는\)|을\(를\)|와\(과\)|\(으\)로/g, (mark, offset: number) => {
    const [closed = mark, open = mark] = pairs[mark] ?? [];
    const ending = endingOf(text.slice(0, offset));
    return ending === 'none' || (mark === '(으)로' && ending === 'rieul') ? open : closed;
  });
}
