// Which hash slot of a Redis cluster a key falls into, so that a canary can be made for each master.

/** CRC16 (XMODEM) of the key modulo 16384, as the Redis cluster specification has it; without hash tags. */
export function keySlot(key: string): number {
  let crc = 0;
  for (const byte of new TextEncoder().encode(key)) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 0x8000 ? ((crc << 1) ^ 0x1021) & 0xffff : (crc << 1) & 0xffff;
  }
  return crc % 16384;
}

/** The first of `PREFIX0`, `PREFIX1`, … whose slot lies in the range. */
export function keyInRange(prefix: string, first: number, last: number): string {
  for (let number = 0; ; number += 1) {
    const key = `${prefix}${number}`;
    const slot = keySlot(key);
    if (slot >= first && slot <= last) return key;
  }
}
