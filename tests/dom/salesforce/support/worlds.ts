/**
 * Synthetic shadow changes the document's globals, and with them what scripts of the page see. Content scripts have globals of their
 * own, which it does not reach. A test's document has one set for both: here it is changed back and forth.
 */

interface Change {
  target: object;
  key: PropertyKey;
  /** `undefined` where one of the two has no such property. */
  native: PropertyDescriptor | undefined;
  patched: PropertyDescriptor | undefined;
}

type Snapshot = Map<object, Map<PropertyKey, PropertyDescriptor>>;

let natives: Snapshot | undefined;
let changes: Change[] | undefined;
let inPage = true;

function take(): Snapshot {
  const snapshot: Snapshot = new Map();
  const add = (target: object) => {
    const keys = Reflect.ownKeys(target);
    const descriptors = keys.flatMap((key) => {
      const descriptor = Object.getOwnPropertyDescriptor(target, key);
      return descriptor ? [[key, descriptor] as const] : [];
    });
    snapshot.set(target, new Map(descriptors));
  };
  for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(globalThis))) {
    if (typeof value !== 'function' || !/^[A-Z]/.test(name) || !(value.prototype instanceof Object)) continue;
    add(value.prototype);
  }
  add(window);
  add(document);
  return snapshot;
}

const differ = (a: PropertyDescriptor | undefined, b: PropertyDescriptor | undefined) =>
  a?.value !== b?.value || a?.get !== b?.get || a?.set !== b?.set;

/** What synthetic shadow has changed: properties of the web's own interfaces, and constructors on the window. */
function findChanges(before: Snapshot): Change[] {
  return [...before].flatMap(([target, known]) => {
    const now = Reflect.ownKeys(target);
    return [...new Set([...known.keys(), ...now])].flatMap((key): Change[] => {
      const native = known.get(key);
      const patched = Object.getOwnPropertyDescriptor(target, key);
      const movable = (patched ?? native)?.configurable === true;
      // Of the window only its constructors: everything else on it is the tests' and the page's.
      const kept = target === window && !(typeof native?.value === 'function' && /^[A-Z]/.test(String(key)));
      if (!movable || kept || !differ(native, patched)) return [];
      return [{ target, key, native, patched }];
    });
  });
}

function apply(side: 'native' | 'patched'): void {
  for (const { target, key, [side]: descriptor } of changes ?? []) {
    if (descriptor) Object.defineProperty(target, key, descriptor);
    else Reflect.deleteProperty(target, key);
  }
}

/** Remembers the globals as they are before synthetic shadow is loaded for the first time. */
export function rememberGlobals(): void {
  natives ??= take();
}

/** From here on scripts see what the page's own scripts see. */
export function enterPage(): void {
  if (changes && !inPage) apply('patched');
  inPage = true;
}

/** From here on scripts see what a content script sees. */
export function enterContentScript(): void {
  if (!natives) return;
  changes ??= findChanges(natives);
  if (inPage) apply('native');
  inPage = false;
}
