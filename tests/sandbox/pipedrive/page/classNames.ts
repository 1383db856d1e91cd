const LETTERS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';

const randomWord = (length: number) =>
  Array.from({ length }, () => LETTERS[Math.floor(Math.random() * LETTERS.length)]).join('');

const prefix = randomWord(4);
const hashes = new Map<string, string>();

function hashOf(name: string): string {
  let hash = hashes.get(name);
  if (!hash) {
    hash = randomWord(6);
    hashes.set(name, hash);
  }
  return hash;
}

/** Class attribute for the named styles: like a CSS-in-JS library's, meaningless and different on every load. */
export function c(...names: (string | false | undefined)[]): string {
  return names.flatMap((name) => (name ? [`sc-${prefix}${name.length} ${hashOf(name)}`] : [])).join(' ');
}

/** The build's suffix of a css-module class, as in `ComponentState__name--z9`. */
export function moduleClass(name: string): string {
  return `ComponentState__${name}--${hashOf(name).slice(0, 4)}`;
}

/** A style sheet with every class selector replaced by the one that {@link c} gives out. */
export function hashClasses(css: string): string {
  return css.replace(/\.([a-z][A-Za-z]*)/g, (_, name: string) => `.${hashOf(name)}`);
}
