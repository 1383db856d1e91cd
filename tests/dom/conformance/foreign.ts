/** Pages that show nothing of the record: of other products, empty, or made of random markup. */
import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import type { Catalog, PageAdapter } from '../../../lib/crm/contract';
import type { ConformancePage } from '../conformance';
import { times } from './full';
import { spotsOf } from './look';

/** A CRM's list of records, a settings form, a chat: labels that this CRM has as well, none of its record pages. */
const PAGES = {
  empty: '',
  'a list':
    '<main><h1>Deals</h1><table><tr><th>Amount</th></tr><tr><td><label>Amount</label><input value="5"></td></tr></table></main>',
  'a form of another product': `<form><h1>New account</h1><label for=a>Amount</label><input id=a value=12>
    <label for=b>Close Date</label><input id=b><label for=c>Priority</label><select id=c><option>High</select></form>`,
  'a description list': '<section><h2>Summary</h2><dl><dt>Amount<dd>12<dt>Close Date<dd>tomorrow</dl></section>',
  'a chat': '<ul><li><b>Ann</b><p>Amount: 12</p></li><li><b>Bob</b><p>Deal Stage: Closed Won</p></li></ul>',
  'a frame': '<iframe srcdoc="<label>Amount</label>"></iframe>',
  'a shadow root': '<x-app><template shadowrootmode=open><label>Amount</label><span>12</span></template></x-app>',
};

const TAGS = [
  'div',
  'span',
  'ul',
  'li',
  'label',
  'p',
  'h1',
  'h2',
  'input',
  'button',
  'section',
  'table',
  'td',
  'a',
  'dialog',
];
const ATTRIBUTES = [
  'id',
  'class',
  'role',
  'title',
  'for',
  'aria-labelledby',
  'aria-label',
  'name',
  'value',
  'data-id',
  'data-x',
];

interface Node_ {
  tag: string;
  attributes: [string, string][];
  children: (Node_ | string)[];
}

/** Random trees of ordinary markup whose texts are this CRM's own labels. */
function markup(catalog: Catalog): fc.Arbitrary<Node_> {
  const labels = [...catalog.fields.values()].map((field) => field.label);
  const word = fc.oneof(fc.constantFrom(...labels), fc.string({ maxLength: 8 }));
  const { tree } = fc.letrec<{ tree: Node_; child: Node_ | string }>((tie) => ({
    tree: fc.record({
      tag: fc.constantFrom(...TAGS),
      attributes: fc.array(fc.tuple(fc.constantFrom(...ATTRIBUTES), word), { maxLength: 3 }),
      children: fc.array(tie('child'), { maxLength: 6 }),
    }),
    child: fc.oneof({ maxDepth: 6, withCrossShrink: true }, word, tie('tree')),
  }));
  return tree;
}

function build({ tag, attributes, children }: Node_): Element {
  const element = document.createElement(tag);
  for (const [name, value] of attributes) element.setAttribute(name, value);
  element.append(...children.map((child) => (typeof child === 'string' ? child : build(child))));
  return element;
}

export function foreignPages(name: string, adapter: PageAdapter, pages: readonly ConformancePage[]): void {
  describe(`${name}: pages of others`, () => {
    const catalogs: Catalog[] = [];
    const catalogOf = async () => {
      const [first] = pages;
      if (!first) throw new Error('no pages');
      if (catalogs.length === 0) {
        const page = await first.open();
        catalogs.push(page.catalog);
        page.close();
      }
      return catalogs[0] as Catalog;
    };
    afterEach(() => {
      document.body.replaceChildren();
    });

    test.each(Object.entries(PAGES))('%s', async (_, html) => {
      const catalog = await catalogOf();
      document.body.setHTMLUnsafe(html);
      expect(spotsOf(adapter, document, catalog)).toEqual([]);
    });

    test('random markup', async () => {
      const catalog = await catalogOf();
      fc.assert(
        fc.property(markup(catalog), (tree) => {
          document.body.replaceChildren(build(tree));
          expect(spotsOf(adapter, document, catalog)).toEqual([]);
          adapter.title(document, catalog);
        }),
        { numRuns: times(20, 3000) },
      );
    });

    test('addresses of anything', () => {
      fc.assert(
        fc.property(fc.webUrl({ withFragments: true, withQueryParameters: true }), (url) => {
          expect(adapter.locate(new URL(url))).toBeNull();
        }),
      );
      for (const url of ['about:blank', 'data:text/html,x', 'file:///contacts/1/record/0-1/2', 'blob:null/1']) {
        expect(adapter.locate(new URL(url))).toBeNull();
      }
    });
  });
}
