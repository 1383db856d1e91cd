/** Pages of LWC components with synthetic shadow; they change this document's globals for good. */
import { afterEach, expect, test } from 'vitest';
import { NAMED } from './salesforce/support/lightning';
import { type LightningPage, openSalesforce } from './salesforce/support/page';
import { TestOrg } from './salesforce/support/records';

const org = new TestOrg();
const accountId = org.add({ object: 'Account', title: 'Acme Corp', seed: 4 });
const opportunity = org.page(org.add({ title: 'Acme - 200 Widgets', seed: 2, values: { AccountId: accountId } }));
const account = org.page(accountId);
const records = [opportunity, account];

let page: LightningPage | undefined;
const open = async (variant: 'layout' | 'lwc-synthetic' | 'lwc-mixed') => {
  page = await openSalesforce({ records, dom: { variant } });
  return page;
};
afterEach(() => {
  page?.close();
  page = undefined;
});

/** The tree of elements and texts, without generated ids and the order of attributes. */
function outline(node: Node): unknown {
  if (node instanceof Text) return node.data;
  if (!(node instanceof Element)) return null;
  const attributes = node
    .getAttributeNames()
    .filter((name) => !['id', 'for', 'aria-controls'].includes(name))
    .sort()
    .map((name) => `${name}=${node.getAttribute(name)}`);
  return [node.localName, attributes, [...node.childNodes].map(outline)];
}

test('a content script sees the same tree as in the plain build, the page itself does not', async () => {
  const plain = await open('layout');
  const expected = outline(plain.container);
  plain.close();
  const shown = await open('lwc-synthetic');
  expect(outline(shown.container)).toEqual(expected);
  let seen = -1;
  await shown.act(() => {
    seen = document.querySelectorAll(NAMED).length;
  });
  expect(seen).toBe(0);
});

test('works', async () => {
  const shown = await open('lwc-synthetic');
  await shown.change('NextStep', 'call Ada');
  expect(shown.said('NextStep')).toContain('call Ada');
  await shown.openModal('edit', opportunity);
  expect(document.querySelectorAll(`.slds-modal ${NAMED}`).length).toBeGreaterThan(20);
  await shown.cancel();
  await shown.hover('AccountId');
  expect(shown.originOf(document.querySelector(`.forceHoverPanel ${NAMED}`) as Node)?.record).toBe(
    `Account/${accountId}`,
  );
  await shown.goTo(account);
  await shown.openTab('details');
  expect(shown.said('Phone')).toContain(shown.shown(account, 'Phone'));
  expect(document.querySelectorAll('one-record-home-flexipage2')).toHaveLength(2);
});

test('a native component in a synthetic page hides its link alone', async () => {
  const shown = await open('lwc-mixed');
  expect(document.querySelectorAll(NAMED).length).toBeGreaterThan(20);
  const lookup = shown.row('AccountId').querySelector('force-lookup');
  expect(lookup?.querySelector('a')).toBeNull();
  const link = lookup?.querySelector('records-hoverable-link')?.shadowRoot?.querySelector('a');
  expect(link?.getAttribute('href')).toBe(`/lightning/r/Account/${accountId}/view`);
  expect(link?.textContent).toBe('');
  expect(shown.said('AccountId')).toContain('Acme Corp');
});
