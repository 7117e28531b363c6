// Guards for what services answer: small, without a library, and never trusting. What does not fit is a failure that says where.

/** Reads an unknown value as T, or throws a Misfit that names the place. */
export type Shape<T> = (value: unknown, where: string) => T;

export type Of<S> = S extends Shape<infer T> ? T : never;

/** Thrown by guards alone and caught by `ask` and by the live connection: it never reaches a component. */
export class Misfit extends Error {
  readonly where: string;

  constructor(where: string, wanted: string) {
    super(`${where}: ${wanted} was expected`);
    this.where = where;
  }
}

export const string: Shape<string> = (value, where) => {
  if (typeof value === 'string') return value;
  throw new Misfit(where, 'a text');
};

export const number: Shape<number> = (value, where) => {
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  throw new Misfit(where, 'a number');
};

export const boolean: Shape<boolean> = (value, where) => {
  if (typeof value === 'boolean') return value;
  throw new Misfit(where, 'true or false');
};

export const anything: Shape<unknown> = (value) => value;

/** A moment as ISO text or as milliseconds; milliseconds since the epoch. */
export const moment: Shape<number> = (value, where) => {
  const at = typeof value === 'string' ? Date.parse(value) : value;
  return number(at, where);
};

export const fact: Shape<string | number | boolean | null> = (value, where) => {
  if (value === null || typeof value === 'boolean' || typeof value === 'number' || typeof value === 'string') {
    return value;
  }
  throw new Misfit(where, 'a text, a number, yes or no, or nothing');
};

export function nullable<T>(shape: Shape<T>): Shape<T | null> {
  return (value, where) => (value === null ? null : shape(value, where));
}

/** What a service may leave out. */
export function orElse<T, E>(shape: Shape<T>, otherwise: E): Shape<T | E> {
  return (value, where) => (value === undefined ? otherwise : shape(value, where));
}

/** null where it is null or left out. */
export function maybe<T>(shape: Shape<T>): Shape<T | null> {
  return (value, where) => (value === undefined || value === null ? null : shape(value, where));
}

export function oneOf<const T extends string>(...words: readonly T[]): Shape<T> {
  return (value, where) => {
    const found = words.find((word) => word === value);
    if (found !== undefined) return found;
    throw new Misfit(where, words.join(' or '));
  };
}

export function list<T>(shape: Shape<T>): Shape<readonly T[]> {
  return (value, where) => {
    if (!Array.isArray(value)) throw new Misfit(where, 'a list');
    return value.map((one, index) => shape(one, `${where}[${index}]`));
  };
}

export function record<T>(shape: Shape<T>): Shape<Readonly<Record<string, T>>> {
  return (value, where) => {
    if (!isRecord(value)) throw new Misfit(where, 'an object');
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, shape(one, `${where}.${key}`)]));
  };
}

/** Fields that nobody named are left out: a newer service may say more. */
export function object<F extends Readonly<Record<string, Shape<unknown>>>>(
  fields: F,
): Shape<{readonly [K in keyof F]: Of<F[K]>}> {
  return (value, where) => {
    if (!isRecord(value)) throw new Misfit(where, 'an object');
    const read = Object.entries(fields).map(([key, shape]) => [key, shape(value[key], `${where}.${key}`)]);
    return Object.fromEntries(read) as {readonly [K in keyof F]: Of<F[K]>};
  };
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
