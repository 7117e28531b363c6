// Who is in a Galera component, as one of its members lists it.

/** Addresses in `wsrep_incoming_addresses` without their ports; the arbitrator has an empty entry there and is left out. */
export function incomingHosts(status: Readonly<Record<string, string>>): readonly string[] {
  return (status['wsrep_incoming_addresses'] ?? '')
    .split(',')
    .map((entry) => withoutPort(entry.trim()))
    .filter((entry) => entry !== '' && entry !== 'AUTO');
}

/** Entries without an address: arbitrators, and members that have not told theirs yet. */
export function namelessMembers(status: Readonly<Record<string, string>>): number {
  const text = status['wsrep_incoming_addresses'];
  if (text === undefined) return 0;
  return text.split(',').filter((entry) => entry.trim() === '' || entry.trim() === 'AUTO').length;
}

function withoutPort(entry: string): string {
  return entry.replace(/:\d+$/, '').replace(/^\[(.*)\]$/, '$1');
}
