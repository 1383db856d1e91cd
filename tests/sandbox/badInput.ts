/** Checks for what the control routes are sent; anything wrong becomes a 400 with its reason. */
export class BadInput extends Error {}

type Body = Record<string, unknown>;

export function text(body: Body, key: string): string {
  const value = body[key];
  if (typeof value !== 'string' || value === '') throw new BadInput(`${key} must be a non-empty string`);
  return value;
}

export function optionalText(body: Body, key: string): string | undefined {
  return body[key] === undefined ? undefined : text(body, key);
}

export function oneOf<T extends string>(body: Body, key: string, values: readonly T[], fallback?: T): T {
  const value = body[key] ?? fallback;
  const found = values.find((one) => one === value);
  if (found === undefined) throw new BadInput(`${key} must be one of ${values.join(', ')}`);
  return found;
}

export function optionalNumber(body: Body, key: string, min: number, max: number): number | undefined {
  const value = body[key];
  if (value === undefined) return undefined;
  if (typeof value !== 'number' || Number.isNaN(value) || value < min || value > max) {
    throw new BadInput(`${key} must be a number from ${min} to ${max}`);
  }
  return value;
}

export function optionalBoolean(body: Body, key: string): boolean | undefined {
  const value = body[key];
  if (value !== undefined && typeof value !== 'boolean') throw new BadInput(`${key} must be true or false`);
  return value;
}

/** An ISO time or epoch milliseconds. */
export function moment(value: unknown, key: string): number {
  const ms =
    typeof value === 'number' ? value : typeof value === 'string' && value !== '' ? momentOf(value) : Number.NaN;
  if (!Number.isFinite(ms)) throw new BadInput(`${key} must be an ISO time or epoch milliseconds`);
  return ms;
}

const momentOf = (value: string): number => (/^\d+$/.test(value) ? Number(value) : Date.parse(value));

/** Property names to values; `null` clears. */
export function valueSet(body: Body, key: string): Record<string, string> {
  const set = body[key];
  if (typeof set !== 'object' || set === null || Array.isArray(set) || Object.keys(set).length === 0) {
    throw new BadInput(`${key} must be an object of property names and values`);
  }
  return Object.fromEntries(
    Object.entries(set).map(([name, value]) => {
      if (value !== null && typeof value === 'object') throw new BadInput(`${key}.${name} must be a string`);
      return [name, value === null ? '' : String(value)];
    }),
  );
}

/** Refuses keys nobody reads, so that a typo in a test shows. */
export function onlyKeys(body: Body, keys: readonly string[]): void {
  const stray = Object.keys(body).find((key) => !keys.includes(key));
  if (stray !== undefined) throw new BadInput(`unknown key ${stray}; known are ${keys.join(', ')}`);
}
