// IPv4 addresses as numbers: which network one is in.

function toNumber(address: string): number {
  return address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
}

function networkNumber(address: string, prefix: number): number {
  return Math.floor(toNumber(address) / 2 ** (32 - prefix));
}

export function sameNetwork(a: string, b: string, prefix: number): boolean {
  return networkNumber(a, prefix) === networkNumber(b, prefix);
}

export function networkOf(address: string, prefix: number): string {
  const first = networkNumber(address, prefix) * 2 ** (32 - prefix);
  return [24, 16, 8, 0].map((shift) => Math.floor(first / 2 ** shift) % 256).join('.');
}
