/** The suggestion's card: its controls for every kind of field, and its states as axe sees them. */
import './support/words';
import '../../lib/core/tokens.css';
import '../../components/ui.css';
import '../../components/card/card.css';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import type { SuggestionCardProps } from '../../components/card/suggestionProps';
import type { DecisionReport } from '../../lib/core/decisions';
import type { EditForm, SuggestionDetails } from '../../lib/core/suggestionDetails';
import { noAxeFindings } from './support/axe';

const { SuggestionCard } = await import('../../components/card/SuggestionCard');

const NOW = Date.UTC(2026, 10, 24, 14, 2);
const onDecide = vi.fn<SuggestionCardProps['onDecide']>();
let root: Root | undefined;

const EDIT: EditForm = { kind: 'text', options: [], seen: 'Call', proposed: 'Send the offer', empties: false };

function detailsOf({ suggestion, ...more }: DeepPartial): SuggestionDetails {
  return {
    crm: 'hubspot',
    crmName: 'HubSpot',
    account: '1',
    object: '0-3',
    record: 'Harborline renewal',
    field: 'x',
    label: 'Field',
    from: 'Call',
    to: 'Send the offer',
    base: undefined,
    also: [{ agent: 'Lead Enricher', value: 'Wait' }],
    nowBy: { name: 'Dana Reyes' },
    nowAt: NOW - 60_000,
    sensitive: true,
    edit: EDIT,
    packet: '{}',
    token: 't',
    asOf: NOW,
    offset: 0,
    ...more,
    suggestion: {
      id: 's',
      field: 'x',
      value: 'Send the offer',
      to: 'Send the offer',
      agent: 'Pipeline Copilot',
      agentFrom: 'claimed',
      at: NOW - 3_600_000,
      expires: NOW + 1e9,
      confidence: 0.86,
      reason: 'They asked for it on the phone.',
      evidence: ['https://example.com/call'],
      state: 'open',
      also: [],
      source: { kind: 'staging', in: 'ai_x' },
      ...suggestion,
    },
  };
}

type DeepPartial = Partial<Omit<SuggestionDetails, 'suggestion'>> & {
  suggestion?: Partial<SuggestionDetails['suggestion']>;
};

function report(change: Partial<DecisionReport>): DecisionReport {
  const values = { field: 'x', label: 'Field', from: 'Call', to: 'Send the offer' };
  return { key: 'k', kind: 'approve', state: 'done', noted: true, ...values, ...change };
}

async function show(change: Partial<SuggestionCardProps>): Promise<HTMLElement> {
  vi.clearAllMocks();
  document.body.innerHTML = '<div id="app"></div>';
  root = createRoot(document.getElementById('app') as HTMLElement);
  root.render(
    <SuggestionCard
      details={detailsOf({})}
      problem={null}
      loading={false}
      step="read"
      busy={null}
      decision={null}
      failure={null}
      language="en-US"
      crmName="HubSpot"
      field="x"
      focus={false}
      seen="proven"
      onDecide={onDecide}
      onUndo={() => {}}
      onNote={async () => 'added'}
      onStep={() => {}}
      onAgain={() => {}}
      onClose={() => {}}
      onConfirm={() => {}}
      {...change}
    />,
  );
  return vi.waitFor(() => {
    const card = document.querySelector<HTMLElement>('.card');
    if (!card) throw new Error('not drawn');
    return card;
  });
}

afterEach(() => root?.unmount());

/** Opens the form for a field of a kind. */
const edit = (form: Partial<EditForm>) => show({ step: 'edit', details: detailsOf({ edit: { ...EDIT, ...form } }) });
const field = () => page.getByLabelText('Field', { exact: true });
const alert = () => document.querySelector('[role="alert"]')?.textContent;
const save = () => page.getByRole('button', { name: 'Approve edited' }).click();
const saved = (value: string) => expect(onDecide).toHaveBeenCalledExactlyOnceWith('approve_edited', { value });

/** Nothing is sent, and it is said why. */
async function refused(why: string): Promise<void> {
  await save();
  await vi.waitFor(() => expect(alert()).toBe(why));
  expect(onDecide).not.toHaveBeenCalled();
}

const BAD = 'This does not fit Field.';
const SAME = 'Field has this value already.';
const NOTHING = 'Give a value, or tick “Clear the field”.';
const STAGES = ['open', 'won', 'lost'].map((value) => ({ value, label: `Stage ${value}` }));

describe('edit', () => {
  test('text: nothing and what stands there are refused, its length is counted', async () => {
    await edit({ maxLength: 20 });
    await expect.element(field()).toHaveValue('Send the offer');
    await field().fill('  ');
    await refused(BAD);
    await field().fill('Call');
    await refused(SAME);
    await field().fill('x'.repeat(21));
    expect(document.querySelector('.edit')?.textContent).toContain('21 of 20 characters');
    await refused(BAD);
    await field().fill('Visit');
    expect(alert()).toBeUndefined();
    await save();
    saved('Visit');
  });

  test('number: with the currency in front, typed as people write it, never rounded', async () => {
    const card = await edit({ kind: 'number', currency: 'EUR', seen: '45000', proposed: '52500.5' });
    expect(card.querySelector('.money')?.textContent).toBe('EUR');
    await expect.element(field()).toHaveValue('52500.5');
    for (const typed of ['about 5', '', '1.2.3']) {
      await field().fill(typed);
      await refused(BAD);
    }
    await field().fill('45,000');
    await refused(SAME);
    await field().fill('48,000.125');
    await save();
    saved('48000.125');
  });

  test('number: in German with a comma', async () => {
    const details = detailsOf({ edit: { ...EDIT, kind: 'number', seen: '1', proposed: '2.5' } });
    await show({ step: 'edit', details, language: 'de' });
    await expect.element(field()).toHaveValue('2,5');
    await field().fill('1.500,75');
    await save();
    saved('1500.75');
  });

  test('date: with its weekday, today and a week later', async () => {
    const card = await edit({ kind: 'date', seen: '2026-12-15', proposed: '2027-01-29' });
    await expect.element(field()).toHaveAttribute('type', 'date');
    expect(card.textContent).toContain('Fri, Jan 29, 2027');
    await page.getByRole('button', { name: '+1 week' }).click();
    await expect.element(field()).toHaveValue('2027-02-05');
    await field().fill('');
    await refused(BAD);
    await field().fill('2026-12-15');
    await refused(SAME);
    await page.getByRole('button', { name: 'Today' }).click();
    await save();
    expect(onDecide.mock.calls[0]?.[1]?.value).toMatch(/^\d{4}-\d\d-\d\d$/);
  });

  test('date and time: in the time here, as a moment', async () => {
    await edit({ kind: 'datetime', seen: null, proposed: '2027-03-04T10:00:00Z' });
    const local = new Date(Date.UTC(2027, 2, 4, 10) - new Date(Date.UTC(2027, 2, 4, 10)).getTimezoneOffset() * 60_000);
    await expect.element(field()).toHaveAttribute('type', 'datetime-local');
    await expect.element(field()).toHaveValue(local.toISOString().slice(0, 16));
    await field().fill('');
    await refused(BAD);
    await field().fill('2027-03-05T08:30');
    await save();
    saved(new Date('2027-03-05T08:30').toISOString().replace('.000Z', 'Z'));
  });

  test('time of day', async () => {
    await edit({ kind: 'time', seen: '09:30:00', proposed: '10:00:00' });
    await expect.element(field()).toHaveAttribute('type', 'time');
    await field().fill('');
    await refused(BAD);
    await field().fill('09:30');
    await refused(SAME);
    await field().fill('11:15');
    await save();
    saved('11:15:00');
  });

  test('option: nothing is chosen where the proposed one is none; what is there and what was suggested say so', async () => {
    const card = await edit({ kind: 'option', options: STAGES, seen: 'open', proposed: null });
    expect([...card.querySelectorAll('option')].map(({ text }) => text)).toEqual([
      'Stage open · Now',
      'Stage won',
      'Stage lost',
    ]);
    const list = field().element() as HTMLSelectElement;
    expect(list.selectedIndex).toBe(-1);
    await refused(BAD);
    expect(list.selectedIndex).toBe(-1);
    await field().selectOptions('open');
    await refused(SAME);
    await field().selectOptions('lost');
    await save();
    saved('lost');
  });

  test('many options have a filter', async () => {
    const options = Array.from({ length: 12 }, (_, n) => ({ value: `${n}`, label: `Person ${n}` }));
    const card = await edit({ kind: 'option', options, seen: '1', proposed: '2' });
    expect(card.querySelector('option:checked')?.textContent).toBe('Person 2 · Suggested');
    await page.getByLabelText('Filter options').fill('person 11');
    expect([...card.querySelectorAll('option')].map(({ text }) => text)).toEqual(['Person 11']);
    // Not the first one: what is chosen is out of sight.
    expect((field().element() as HTMLSelectElement).selectedIndex).toBe(-1);
    await page.getByLabelText('Filter options').fill('');
    expect((field().element() as HTMLSelectElement).value).toBe('2');
    await page.getByLabelText('Filter options').fill('nobody');
    expect(card.textContent).toContain('No option matches.');
    await page.getByLabelText('Filter options').fill('11');
    await field().selectOptions('11');
    await save();
    saved('11');
  });

  test('several options: what is added and what is taken away is shown; none is refused', async () => {
    const card = await edit({ kind: 'options', options: STAGES, seen: 'open;won', proposed: 'won;lost' });
    const boxes = () => [...card.querySelectorAll('.choices label')].map((label) => label.textContent?.trim());
    expect(boxes()).toEqual(['− Stage open', 'Stage won', '+ Stage lost']);
    for (const name of ['Stage won', '+ Stage lost']) await page.getByLabelText(name).click();
    await refused(BAD);
    await page.getByLabelText('− Stage open').click();
    await page.getByLabelText('− Stage won').click();
    await refused(SAME);
    await page.getByLabelText('Stage won').click();
    await save();
    saved('open');
  });

  test('yes or no', async () => {
    await edit({ kind: 'bool', seen: 'false', proposed: null });
    await refused(BAD);
    await page.getByLabelText('No').click();
    await refused(SAME);
    await page.getByLabelText('Yes').click();
    await save();
    saved('true');
  });

  test('by keyboard: Ctrl+Enter saves, Escape goes back; unseen buttons save nothing', async () => {
    const onStep = vi.fn();
    await show({ step: 'edit', onStep });
    await field().fill('Visit');
    await userEvent.keyboard('{Control>}{Enter}{/Control}');
    saved('Visit');
    await userEvent.keyboard('{Escape}');
    expect(onStep).toHaveBeenCalledExactlyOnceWith('read');
    root?.unmount();
    await show({ step: 'edit', seen: 'pending' });
    await field().fill('Visit');
    await userEvent.keyboard('{Control>}{Enter}{/Control}');
    expect(onDecide).not.toHaveBeenCalled();
  });
});

describe('clearing', () => {
  const CLEAR = { to: null, suggestion: { value: '', to: null } } as const;
  const button = (name: string) => page.getByRole('button', { name, exact: true });

  test('what is proposed is that the field be empty, and the button says so', async () => {
    const card = await show({ details: detailsOf(CLEAR) });
    expect(card.querySelector('ins')?.textContent).toContain('Empty');
    await button('Clear the field: Field').click();
    expect(onDecide).toHaveBeenCalledExactlyOnceWith('approve');
  });

  test('of a changed value both are shown, and either is chosen', async () => {
    await show({ details: detailsOf({ ...CLEAR, base: 'Wait', suggestion: { ...CLEAR.suggestion, state: 'stale' } }) });
    await expect.element(button('Keep Call')).toBeVisible();
    await button('Clear the field').click();
    expect(onDecide).toHaveBeenCalledExactlyOnceWith('approve');
  });

  test('another agent’s proposal to clear is told in words', async () => {
    const card = await show({ details: detailsOf({ also: [{ agent: 'Lead Enricher', value: null }] }) });
    expect(card.textContent).toContain('Also proposed by Lead Enricher: to clear the field');
  });

  test.each(['text', 'number', 'option', 'options', 'date', 'bool'] as const)(
    'instead of a proposed value, of the kind %s, by saying so and not by leaving nothing',
    async (kind) => {
      await edit({ kind, empties: true, options: STAGES, seen: kind === 'bool' ? 'true' : 'open', proposed: null });
      if (kind === 'options') await page.getByLabelText('Stage open').click();
      await refused(NOTHING);
      await page.getByLabelText('Clear the field').click();
      expect(alert()).toBeUndefined();
      await save();
      saved('');
    },
  );

  test('is not offered where the field cannot be empty, or is', async () => {
    for (const form of [{}, { empties: true, seen: null }]) {
      await edit(form);
      expect(page.getByLabelText('Clear the field').query()).toBeNull();
      await field().fill('');
      await refused(BAD);
      root?.unmount();
    }
  });

  test.each<[Partial<DecisionReport>, string]>([
    [{ kind: 'undo', undid: 'value', to: null }, 'Put back to Empty.'],
    [{ kind: 'undo', undid: 'reject' }, 'The suggestion waits again.'],
    [{ kind: 'undo', undid: 'reject', replaced: true }, 'The suggestion is not open again'],
    [{ kind: 'undo', undid: 'value', replaced: true }, 'Put back to Send the offer. The suggestion is not open again'],
  ])('what is taken back: %j', async (change, said) => {
    const card = await show({ decision: report(change) });
    expect(card.querySelector('[role="status"]')?.textContent).toContain(said);
  });
});

describe('nothing for axe to find', () => {
  const unusable = { state: 'unusable', why: 'option', to: null } as const;
  test.each<[string, Partial<SuggestionCardProps>]>([
    ['open', {}],
    ['not seen yet', { seen: 'pending' }],
    ['to be checked', { seen: 'none' }],
    ['confirming', { confirming: true }],
    ['loading', { details: null, loading: true }],
    ['gone', { details: null }],
    ['stale', { details: detailsOf({ base: 'Wait', suggestion: { state: 'stale' } }) }],
    ['unusable', { details: detailsOf({ suggestion: unusable }) }],
    ['expired', { details: detailsOf({ suggestion: { state: 'expired', expires: NOW - 1 } }) }],
    ['reject', { step: 'reject' }],
    ['edit text', { step: 'edit' }],
    ['edit what can be cleared', { step: 'edit', details: detailsOf({ edit: { ...EDIT, empties: true } }) }],
    ['edit a number', { step: 'edit', details: detailsOf({ edit: { ...EDIT, kind: 'number', currency: 'EUR' } }) }],
    ['edit a date', { step: 'edit', details: detailsOf({ edit: { ...EDIT, kind: 'date', proposed: '2027-01-29' } }) }],
    ['edit a moment', { step: 'edit', details: detailsOf({ edit: { ...EDIT, kind: 'datetime' } }) }],
    ['edit an option', { step: 'edit', details: detailsOf({ edit: { ...EDIT, kind: 'option', options: STAGES } }) }],
    ['edit options', { step: 'edit', details: detailsOf({ edit: { ...EDIT, kind: 'options', options: STAGES } }) }],
    ['to clear', { details: detailsOf({ to: null, suggestion: { value: '', to: null } }) }],
    ['edit yes or no', { step: 'edit', details: detailsOf({ edit: { ...EDIT, kind: 'bool' } }) }],
    ['writing', { busy: 'approve' }],
    ['written', { decision: report({}), onReload: () => {} }],
    ['rejected', { decision: report({ kind: 'reject' }) }],
    ['put back', { decision: report({ kind: 'undo' }) }],
    ['waiting', { decision: report({ state: 'waiting', problem: { kind: 'offline' } }) }],
    ['not kept', { decision: report({ state: 'notKept', now: 'Call' }) }],
    ['decided elsewhere', { decision: report({ state: 'elsewhere', nowBy: 'Lea Okafor' }) }],
    ['refused', { decision: report({ state: 'failed', problem: { kind: 'refused', message: 'Reason missing' } }) }],
    ['met a value', { decision: report({ state: 'stale', now: 'Wait', nowBy: 'Lea Okafor' }) }],
    ['outdated', { failure: 'outdated' }],
  ])('%s', async (_, change) => {
    await noAxeFindings(await show(change));
  });
});
