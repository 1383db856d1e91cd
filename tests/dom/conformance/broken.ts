/**
 * Copies of real pages with pieces taken out, moved or renamed at random. An adapter may lose fields on them; it may not throw, and
 * what it still finds must be right. What a node stands for is noted before anything is broken.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compare } from '../../../lib/core/agreement';
import type { PageAdapter } from '../../../lib/crm/contract';
import type { ConformancePage, OpenPage } from '../conformance';
import { times } from './full';
import { spotsOf } from './look';

interface Break {
  kind: 'attribute' | 'node' | 'text' | 'move' | 'unwrap';
  /** Which element, and where it goes, as shares of all elements. */
  at: number;
  to: number;
}

const share = fc.double({ min: 0, max: 0.999, noNaN: true });
const breaks = fc.array(
  fc.record<Break>({ kind: fc.constantFrom('attribute', 'node', 'text', 'move', 'unwrap'), at: share, to: share }),
  { minLength: 1, maxLength: 12 },
);

export function brokenPages(name: string, adapter: PageAdapter, pages: readonly ConformancePage[]): void {
  const breakable = pages.filter((page) => page.breakable).map((page) => ({ ...page }));
  if (breakable.length === 0) return;
  describe(`${name}: broken pages`, () => {
    test.each(breakable)('$name', { timeout: times(30_000, 1_200_000) }, async ({ open }) => {
      const page = await open();
      try {
        fc.assert(
          fc.property(breaks, (steps) => {
            const { copy, fieldOf } = copyOf(page);
            for (const step of steps) apply(step, copy);
            const title = adapter.title(copy, page.catalog);
            for (const { spot } of spotsOf(adapter, copy, page.catalog)) {
              const shown = adapter.read(spot);
              // Without the record's title nothing is marked, whatever else is found.
              if (title?.trim() !== page.catalog.title) continue;
              // Nor where another value stands: what was moved into a field's row is not marked as the field's.
              const expected = page.catalog.fields.get(spot.field)?.expected;
              if (!spot.editing && expected && shown !== null && compare(expected, shown) === 'different') continue;
              const shows = spot.value ?? spot.row;
              expect(fieldOf(shows), `${spot.field} by ${spot.layer}: ${shows.outerHTML.slice(0, 200)}`).toBe(
                spot.field,
              );
            }
          }),
          { numRuns: times(6, 2000) },
        );
      } finally {
        page.close();
      }
    });
  });
}

/** A copy of the document in which every node still knows what it stood for. */
function copyOf(page: OpenPage): { copy: Document; fieldOf(node: Node): string | null } {
  const copy = document.cloneNode(true) as Document;
  const fields = new WeakMap<Node, string | null>();
  const originals = document.createTreeWalker(document);
  const copies = copy.createTreeWalker(copy);
  for (let node = originals.nextNode(), twin = copies.nextNode(); node && twin; ) {
    fields.set(twin, page.fieldOf(node));
    node = originals.nextNode();
    twin = copies.nextNode();
  }
  return { copy, fieldOf: (node) => fields.get(node) ?? null };
}

function apply({ kind, at, to }: Break, copy: Document): void {
  const elements = [...copy.body.querySelectorAll('*')];
  const pick = (part: number) => elements[Math.floor(part * elements.length)];
  const element = pick(at);
  if (!element) return;
  switch (kind) {
    case 'attribute': {
      const names = element.getAttributeNames();
      const name = names[Math.floor(to * names.length)];
      if (name) element.removeAttribute(name);
      return;
    }
    case 'node':
      element.remove();
      return;
    case 'text':
      for (const node of [...element.childNodes]) if (node.nodeType === Node.TEXT_NODE) node.remove();
      return;
    case 'unwrap':
      element.replaceWith(...element.childNodes);
      return;
    case 'move': {
      const target = pick(to);
      if (target && !element.contains(target)) target.insertBefore(element, target.firstChild);
    }
  }
}
