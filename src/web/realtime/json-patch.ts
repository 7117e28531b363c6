// JSON Patch (RFC 6902) between two plain values: what a client with the old one needs to have the new one.

export type PatchOperation =
  | {readonly op: 'add' | 'replace'; readonly path: string; readonly value: unknown}
  | {readonly op: 'remove'; readonly path: string};

type Members = Readonly<Record<string, unknown>>;

/** Operations in an order in which they apply; [] where nothing differs. Only plain JSON values. */
export function diffJson(before: unknown, after: unknown, path = ''): readonly PatchOperation[] {
  if (Object.is(before, after)) return [];
  if (Array.isArray(before) && Array.isArray(after)) return diffArrays(before, after, path);
  if (isMembers(before) && isMembers(after)) return diffMembers(before, after, path);
  return [{op: 'replace', path, value: after}];
}

/** The value after the operations. Throws TypeError where one does not fit: then the base was another. */
export function applyPatch(base: unknown, patch: readonly PatchOperation[]): unknown {
  return patch.reduce((value, operation) => applyAt(value, tokens(operation.path), operation), base);
}

function diffMembers(before: Members, after: Members, path: string): readonly PatchOperation[] {
  const operations: PatchOperation[] = [];
  for (const key of Object.keys(before)) {
    if (!(key in after)) operations.push({op: 'remove', path: child(path, key)});
  }
  for (const [key, value] of Object.entries(after)) {
    if (key in before) operations.push(...diffJson(before[key], value, child(path, key)));
    else operations.push({op: 'add', path: child(path, key), value});
  }
  return operations;
}

/** By position: lists here are short and sorted, and a moved item costs no more than its own words. */
function diffArrays(before: readonly unknown[], after: readonly unknown[], path: string): readonly PatchOperation[] {
  const common = Math.min(before.length, after.length);
  const operations: PatchOperation[] = [];
  for (let index = 0; index < common; index += 1) {
    operations.push(...diffJson(before[index], after[index], `${path}/${index}`));
  }
  for (let index = before.length - 1; index >= common; index -= 1)
    operations.push({op: 'remove', path: `${path}/${index}`});
  for (let index = common; index < after.length; index += 1)
    operations.push({op: 'add', path: `${path}/${index}`, value: after[index]});
  return operations;
}

function applyAt(value: unknown, way: readonly string[], operation: PatchOperation): unknown {
  const [key, ...rest] = way;
  if (key === undefined) {
    if (operation.op === 'remove') throw new TypeError('the whole document cannot be removed');
    return operation.value;
  }
  if (Array.isArray(value)) return applyToArray(value, key, rest, operation);
  if (!isMembers(value)) throw new TypeError(`there is nothing at ${operation.path}`);
  const has = Object.hasOwn(value, key);
  if (rest.length === 0 && operation.op === 'remove') {
    if (!has) throw new TypeError(`there is nothing at ${operation.path}`);
    const {[key]: _gone, ...left} = value;
    return left;
  }
  if (!has && (rest.length > 0 || operation.op !== 'add')) throw new TypeError(`there is nothing at ${operation.path}`);
  return {...value, [key]: rest.length === 0 ? valueIn(operation) : applyAt(value[key], rest, operation)};
}

function applyToArray(
  items: readonly unknown[],
  key: string,
  rest: readonly string[],
  operation: PatchOperation,
): unknown {
  const index = key === '-' ? items.length : /^(0|[1-9]\d*)$/.test(key) ? Number(key) : Number.NaN;
  const isNew = rest.length === 0 && operation.op === 'add';
  if (!(index >= 0 && index < items.length + (isNew ? 1 : 0)))
    throw new TypeError(`there is nothing at ${operation.path}`);
  if (rest.length > 0) return items.with(index, applyAt(items[index], rest, operation));
  if (operation.op === 'remove') return items.toSpliced(index, 1);
  return operation.op === 'add' ? items.toSpliced(index, 0, operation.value) : items.with(index, operation.value);
}

function valueIn(operation: PatchOperation): unknown {
  return operation.op === 'remove' ? undefined : operation.value;
}

/** RFC 6901: `~` and `/` in a name are escaped. */
function child(path: string, key: string): string {
  return `${path}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

function tokens(path: string): readonly string[] {
  if (path === '') return [];
  return path
    .slice(1)
    .split('/')
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function isMembers(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
