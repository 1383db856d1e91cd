/** The page without anything that names what it shows: plain elements, classes without meaning, labels. */
import type { Child, VNode } from './vnode.ts';

const LETTERS = 'abcdefghijklmnopqrstuvwxyz';
const words = new Map<string, string>();

/** A meaningless word for a name, another on every load. */
function wordFor(name: string): string {
  const known = words.get(name);
  if (known) return known;
  let word: string;
  do word = Array.from({ length: 6 }, () => LETTERS[Math.floor(Math.random() * 26)]).join('');
  while ([...words.values()].includes(word));
  words.set(name, word);
  return word;
}

const isCustom = (tag: string) => tag.includes('-');

const KEPT = new Set([
  ...['style', 'href', 'title', 'role', 'type', 'hidden', 'disabled', 'rows', 'placeholder', 'autocomplete', 'target'],
  ...['viewBox', 'd', 'focusable', 'scope', 'multiple'],
]);

/** Generated ids keep their number, which connects labels and controls; all others go. */
function idOf(value: string): string | undefined {
  const number = /-(\d+)$/.exec(value)?.[1];
  return number && `c${number}`;
}

const ID_ATTRIBUTES = new Set(['id', 'for', 'aria-controls', 'aria-describedby']);
const PLAIN = new Set(['slot', 'article', 'section', 'header', 'nav']);

function attributes(node: VNode): Record<string, string> {
  const attrs: Record<string, string> = {};
  for (const [name, value] of Object.entries(node.attrs)) {
    if (ID_ATTRIBUTES.has(name)) {
      const id = idOf(value);
      if (id) attrs[name] = id;
    } else if (KEPT.has(name) || name.startsWith('aria-')) attrs[name] = value;
  }
  const names = node.attrs.class?.split(' ').filter(Boolean) ?? [];
  if (isCustom(node.tag) || node.tag === 'slot') names.push(node.tag);
  if (names.length > 0) attrs.class = names.map(wordFor).join(' ');
  return attrs;
}

/** A tree whose custom elements are plain ones and whose attributes tell nothing. */
export function anonymous(child: Child): Child {
  if (typeof child === 'string') return child;
  const { tag } = child;
  const plain = isCustom(tag) ? 'span' : PLAIN.has(tag) ? 'div' : tag;
  return {
    ...child,
    key: child.key === undefined ? undefined : `${tag} ${child.key}`,
    tag: plain,
    attrs: attributes(child),
    children: child.children.map(anonymous),
  };
}

/** The style sheet for such a tree. */
export function anonymousStyles(css: string): string {
  return css.replace(/([^{}]+)\{/g, (rule, selector: string) =>
    selector.trim().startsWith('@')
      ? rule
      : `${selector
          .replace(/\.([a-z][\w-]*)/gi, (_, name: string) => `.${wordFor(name)}`)
          .replace(
            /(^|[\s,>+~(])([a-z][a-z0-9_]*(?:-[a-z0-9_-]+)+|slot)(?=[\s,>+~.:)[]|$)/g,
            (_, before: string, tag: string) => `${before}.${wordFor(tag)}`,
          )}{`,
  );
}
