// Takes libatomic out of what the runtime needs: Debian 12 does not have it unless something else brought it, and then nothing starts.

/**
 * The x64 runtime asks libatomic for one function, `__atomic_compare_exchange`, and only ever for eight bytes, which the processor does
 * in one instruction. That instruction is put into the unused end of the executable's code, the symbol is bound to it, and the library is
 * struck off (gABI ch. 4 and 5; glibc elf/dl-lookup: hidden symbols bind to their own object). Anything unexpected throws: a runtime of
 * another make must be looked at anew, not patched blindly.
 */
export function withoutLibatomic(program: Buffer): Buffer {
  const elf = readElf(Buffer.from(program));
  const needed = dynamicEntries(elf).find(({tag, value}) => tag === tags.needed && nameAt(elf, value) === library);
  if (needed === undefined) return program;
  const symbol = theSymbol(elf);
  checkCalls(elf, symbol);
  const address = placeCode(elf);
  defineSymbol(elf, symbol, address);
  strikeVersions(elf);
  strikeNeeded(elf, needed.at);
  return elf.bytes;
}

const library = 'libatomic.so.1';
const functionName = '__atomic_compare_exchange';
const tags = {needed: 1n, verneed: 0x6ffffffen, verneedNum: 0x6fffffffn} as const;

/** bool f(size, ptr, expected, desired, …): traps where the size is not eight; `expected` gets what was there. */
const code = Buffer.from(
  [
    '4883ff08', // cmp $8, %rdi
    '7512', // jne trap
    '488b02', // mov (%rdx), %rax
    '488b09', // mov (%rcx), %rcx
    'f0480fb10e', // lock cmpxchg %rcx, (%rsi)
    '488902', // mov %rax, (%rdx)
    '0f94c0', // sete %al
    'c3', // ret
    '0f0b', // trap: ud2
  ].join(''),
  'hex',
);

type Section = {readonly name: string; readonly address: number; readonly offset: number; readonly size: number};
type Elf = {readonly bytes: Buffer; readonly sections: ReadonlyMap<string, Section & {readonly index: number}>};

function readElf(bytes: Buffer): Elf {
  // 64 bits, little-endian, x86-64.
  if (bytes.readUInt32BE(0) !== 0x7f454c46 || bytes[4] !== 2 || bytes[5] !== 1 || bytes.readUInt16LE(18) !== 62)
    throw new Error('the executable is no ELF of x86-64');
  const [at, each, count, names] = [
    Number(bytes.readBigUInt64LE(0x28)),
    bytes.readUInt16LE(0x3a),
    bytes.readUInt16LE(0x3c),
    bytes.readUInt16LE(0x3e),
  ];
  const headers = Array.from({length: count}, (_, index) => {
    const header = at + index * each;
    const number = (offset: number): number => Number(bytes.readBigUInt64LE(header + offset));
    return {index, nameAt: bytes.readUInt32LE(header), address: number(16), offset: number(24), size: number(32)};
  });
  const table = headers[names]?.offset ?? 0;
  const named = headers.map((header) => ({...header, name: textAt(bytes, table + header.nameAt)}));
  return {bytes, sections: new Map(named.map((section) => [section.name, section]))};
}

function textAt(bytes: Buffer, at: number): string {
  return bytes.toString('latin1', at, bytes.indexOf(0, at));
}

function section({sections}: Elf, name: string) {
  const found = sections.get(name);
  if (found === undefined) throw new Error(`the executable has no section ${name}`);
  return found;
}

function nameAt(elf: Elf, value: number): string {
  return textAt(elf.bytes, section(elf, '.dynstr').offset + value);
}

function dynamicEntries(elf: Elf): readonly {readonly at: number; readonly tag: bigint; readonly value: number}[] {
  const {offset, size} = section(elf, '.dynamic');
  return Array.from({length: size / 16}, (_, n) => offset + n * 16).map((at) => ({
    at,
    tag: elf.bytes.readBigUInt64LE(at),
    value: Number(elf.bytes.readBigUInt64LE(at + 8)),
  }));
}

/** Index in the table of symbols. Throws where more than the one function is asked of the library. */
function theSymbol(elf: Elf): number {
  const {offset, size} = section(elf, '.dynsym');
  const foreign = new Set(versionsOf(elf, library));
  const versions = section(elf, '.gnu.version').offset;
  const found = Array.from({length: size / 24}, (_, index) => index).filter((index) =>
    foreign.has(elf.bytes.readUInt16LE(versions + index * 2) & 0x7fff),
  );
  const names = found.map((index) => nameAt(elf, elf.bytes.readUInt32LE(offset + index * 24)));
  const [only] = found;
  if (only === undefined || names.join() !== functionName)
    throw new Error(`${library} is asked for ${names.join(', ')}`);
  return only;
}

/** Every call hands over eight bytes as the size: `mov $8, %edi` shortly before. */
function checkCalls(elf: Elf, symbol: number): void {
  const plt = stubOf(elf, symbol);
  const {offset, address, size} = section(elf, '.text');
  const size8 = Buffer.from('bf08000000', 'hex');
  let calls = 0;
  for (const opcode of [0xe8, 0xe9]) {
    for (
      let at = elf.bytes.indexOf(opcode, offset);
      at >= 0 && at < offset + size - 5;
      at = elf.bytes.indexOf(opcode, at + 1)
    ) {
      if (address + (at - offset) + 5 + elf.bytes.readInt32LE(at + 1) !== plt) continue;
      calls += 1;
      const before = elf.bytes.subarray(at - 48, at);
      if (opcode !== 0xe8 || !before.includes(size8))
        throw new Error(`${functionName} is called for another size than 8`);
    }
  }
  if (calls === 0) throw new Error(`no call of ${functionName} was found`);
}

/** The stub in `.plt` that jumps through the symbol's slot. */
function stubOf(elf: Elf, symbol: number): number {
  const rela = section(elf, '.rela.plt');
  const slots = Array.from({length: rela.size / 24}, (_, n) => rela.offset + n * 24)
    .filter((at) => Number(elf.bytes.readBigUInt64LE(at + 8) >> 32n) === symbol)
    .map((at) => Number(elf.bytes.readBigUInt64LE(at)));
  const plt = section(elf, '.plt');
  for (let at = 0; at < plt.size; at += 16) {
    const isJump = elf.bytes.readUInt16BE(plt.offset + at) === 0xff25;
    const target = plt.address + at + 6 + elf.bytes.readInt32LE(plt.offset + at + 2);
    if (isJump && slots.includes(target)) return plt.address + at;
  }
  throw new Error(`${functionName} is not called through .plt`);
}

/** Behind the last section of the code, where its page is filled up with zeros; resolves to the address. */
function placeCode({bytes}: Elf): number {
  const headers = Number(bytes.readBigUInt64LE(0x20));
  const [each, count] = [bytes.readUInt16LE(0x36), bytes.readUInt16LE(0x38)];
  for (let at = headers; at < headers + each * count; at += each) {
    const isCode = bytes.readUInt32LE(at) === 1 && (bytes.readUInt32LE(at + 4) & 1) === 1;
    if (!isCode) continue;
    const [offset, address, size] = [8, 16, 32].map((field) => Number(bytes.readBigUInt64LE(at + field)));
    if (offset === undefined || address === undefined || size === undefined) break;
    const room = Math.ceil((offset + size) / 16) * 16;
    const end = room + code.length;
    const isFree = bytes.subarray(offset + size, end).every((byte) => byte === 0);
    if (!isFree || Math.ceil((offset + size) / 4096) * 4096 < end) break;
    code.copy(bytes, room);
    for (const field of [32, 40]) bytes.writeBigUInt64LE(BigInt(end - offset), at + field);
    return address + room - offset;
  }
  throw new Error('there is no room at the end of the code');
}

function defineSymbol(elf: Elf, symbol: number, address: number): void {
  const {bytes} = elf;
  const at = section(elf, '.dynsym').offset + symbol * 24;
  // STV_HIDDEN: it binds to this object, whatever its version says, and no table of names is asked.
  bytes.writeUInt8(2, at + 5);
  bytes.writeUInt16LE(section(elf, '.text').index, at + 6);
  bytes.writeBigUInt64LE(BigInt(address), at + 8);
  bytes.writeBigUInt64LE(BigInt(code.length), at + 16);
  bytes.writeUInt16LE(1, section(elf, '.gnu.version').offset + symbol * 2);
}

type Need = {readonly at: number; readonly file: string; readonly next: number; readonly versions: readonly number[]};

function needs(elf: Elf): readonly Need[] {
  const {bytes} = elf;
  const found: Need[] = [];
  for (let at = section(elf, '.gnu.version_r').offset, next = 1; next !== 0; at += next) {
    next = bytes.readUInt32LE(at + 12);
    const versions: number[] = [];
    for (let one = at + bytes.readUInt32LE(at + 8), left = bytes.readUInt16LE(at + 2); left > 0; left -= 1) {
      versions.push(bytes.readUInt16LE(one + 6));
      one += bytes.readUInt32LE(one + 12);
    }
    found.push({at, file: nameAt(elf, bytes.readUInt32LE(at + 4)), next, versions});
  }
  return found;
}

function versionsOf(elf: Elf, file: string): readonly number[] {
  return needs(elf).find((need) => need.file === file)?.versions ?? [];
}

/** The loader refuses to start where a version is asked of a library that is not there. */
function strikeVersions(elf: Elf): void {
  const {bytes} = elf;
  const all = needs(elf);
  const at = all.findIndex(({file}) => file === library);
  const [struck, before] = [all[at], all[at - 1]];
  if (struck === undefined || (before === undefined && struck.next === 0)) throw new Error('no versions to strike off');
  if (before !== undefined) bytes.writeUInt32LE(struck.next === 0 ? 0 : before.next + struck.next, before.at + 12);
  for (const entry of dynamicEntries(elf)) {
    if (entry.tag === tags.verneed && before === undefined)
      bytes.writeBigUInt64LE(BigInt(entry.value + struck.next), entry.at + 8);
    if (entry.tag === tags.verneedNum) bytes.writeBigUInt64LE(BigInt(entry.value - 1), entry.at + 8);
  }
}

/** The entries after it move up; the table ends with zeros. */
function strikeNeeded(elf: Elf, at: number): void {
  const {offset, size} = section(elf, '.dynamic');
  elf.bytes.copyWithin(at, at + 16, offset + size);
  elf.bytes.fill(0, offset + size - 16, offset + size);
}
