/** The side panel with everything around it replaced: the store's data from the test, decisions noted instead of sent. */
import './support/words';
import '../../lib/core/tokens.css';
import '../../components/ui.css';
import '../../components/card/card.css';
import '../../components/sidepanel/panel.css';
import { createRoot } from 'react-dom/client';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { ConnectionInfo } from '../../lib/core/account';
import type { DecisionReport } from '../../lib/core/decisions';
import type { QueueItem } from '../../lib/core/queue';
import type { SuggestionDetails } from '../../lib/core/suggestionDetails';
import type { QueueState, SuggestionHandle } from '../../lib/stores/queue';
import type { SuggestionState } from '../../lib/stores/suggestion';
import { noAxeFindings } from './support/axe';
import { frames } from './support/hubspot';

const { Panel } = await import('../../components/sidepanel/Panel');

const NOW = Date.UTC(2026, 10, 24, 14, 2);
const ACCOUNT = { id: 'c1', crm: 'hubspot', account: '123', label: 'Northwind Sales' } as ConnectionInfo;

/** A suggestion that waits; riskiest first is by number, because each says to be a little surer than the one before. */
function itemOf(n: number, more: Partial<QueueItem> = {}): QueueItem {
  const record = `9${String(n).padStart(5, '0')}`;
  return {
    ref: { crm: 'hubspot', account: '123', object: '0-3', id: record },
    record: `Deal ${n}`,
    owner: 'me',
    id: `s${n}`,
    field: 'amount',
    label: 'Amount',
    from: `${n}`,
    to: `${n}00`,
    agent: 'Pipeline Copilot',
    at: NOW - 3_600_000,
    confidence: n / 20_000,
    state: 'open',
    sensitive: false,
    url: `https://app.hubspot.com/contacts/123/record/0-3/${record}`,
    ...more,
  };
}

const many = (n: number) => Array.from({ length: n }, (_, i) => itemOf(i + 1));

/** Its suggestions stand in the CRM's own list, in an account that has no ledger. */
const LISTED = 'Agentforce';

function detailsOf(item: QueueItem): SuggestionDetails {
  const { ref, field, label, record, from, to, agent, at, id, confidence, state, sensitive } = item;
  return {
    crm: ref.crm,
    crmName: 'HubSpot',
    account: ref.account,
    object: ref.object,
    record,
    field,
    label,
    suggestion: {
      id,
      field,
      value: to ?? '',
      to,
      agent,
      agentFrom: 'history',
      at,
      expires: null,
      ...(confidence === null ? {} : { confidence }),
      reason: 'Seen in the order form.',
      evidence: [],
      state,
      also: [],
      source: { kind: 'staging', in: 'ai_amount' },
      ...(agent === LISTED ? { source: { kind: 'native' }, expires: NOW + 1e9, why: 'noLedger' } : {}),
    },
    from,
    to,
    base: undefined,
    also: [],
    nowBy: null,
    nowAt: null,
    sensitive,
    edit: { kind: 'text', options: [], seen: from, proposed: to, empties: true },
    packet: '{}',
    token: crypto.randomUUID(),
    asOf: NOW,
    offset: 0,
  };
}

/** What a test's background does with a decision. */
type Answer = (item: QueueItem, kind: string) => DecisionReport['state'] | Promise<DecisionReport['state']>;

class Stage {
  readonly decided: string[] = [];
  /** Ids of those in whose place something else stands by the time that they are taken back. */
  readonly replaced = new Set<string>();
  readonly opened: string[] = [];
  readonly asked: string[] = [];
  readonly store;
  readonly #root;
  readonly #handles = new Map<string, SuggestionHandle>();

  constructor(items: QueueItem[], more: Partial<QueueState> = {}, answer: Answer = () => 'done') {
    this.store = createStore<QueueState>(() => ({
      connections: [ACCOUNT],
      chosen: 'c1',
      items,
      loaded: true,
      at: NOW,
      left: 0,
      offset: 0,
      me: null,
      team: [],
      looking: null,
      problem: null,
      readAt: NOW,
      waiting: 0,
      signals: null,
      remindAt: null,
      size: 15,
      teamSize: 15,
      today: { approve: 0, approve_edited: 0, reject: 0, more: 0 },
      lastProposed: NOW,
      ...more,
    }));
    const { store, opened, asked } = this;
    const change = (today: Partial<QueueState['today']>) =>
      store.setState((state) => ({ today: { ...state.today, ...today } }));
    const app = document.body.appendChild(Object.assign(document.createElement('div'), { id: 'app' }));
    this.#root = createRoot(app);
    const suggestionOf = (item: QueueItem) => {
      const handle = this.#handles.get(item.id) ?? this.#handle(item, answer);
      this.#handles.set(item.id, handle);
      return handle;
    };
    const Page = () => (
      <Panel
        {...useStore(store)}
        language="en"
        now={() => NOW}
        suggestionOf={suggestionOf}
        onChoose={(id) => asked.push(`choose ${id}`)}
        onLook={() => asked.push('look')}
        onCancelLook={() => asked.push('cancel')}
        onSize={(size) => store.setState({ size })}
        onRemind={async (remindAt) => {
          if (remindAt === '03:00') return false;
          store.setState({ remindAt });
          return true;
        }}
        onCount={(kind, by) => change({ [kind]: store.getState().today[kind] + by })}
        onMore={(n) => change({ more: store.getState().today.more + n })}
        onOpen={(url) => opened.push(url)}
        onOptions={() => asked.push('options')}
        corrections={() => null}
      />
    );
    this.#root.render(<Page />);
  }

  close(): void {
    this.#root.unmount();
    document.getElementById('app')?.remove();
  }

  /** One suggestion, read and decided as the background would. */
  #handle(item: QueueItem, answer: Answer): SuggestionHandle {
    const { decided, replaced } = this;
    const store = createStore<SuggestionState>(() => ({
      details: null,
      problem: null,
      loading: true,
      step: 'read',
      busy: null,
      decision: null,
      failure: null,
    }));
    const load = async () => {
      const known = this.store.getState().items.find(({ id }) => id === item.id);
      store.setState({ details: known ? detailsOf(known) : null, loading: false });
    };
    const report = (kind: DecisionReport['kind'], state: DecisionReport['state']): DecisionReport => ({
      key: crypto.randomUUID(),
      kind,
      state,
      field: item.field,
      label: item.label,
      from: kind === 'undo' ? item.to : item.from,
      to: kind === 'undo' ? item.from : item.to,
      noted: true,
    });
    return {
      store,
      load,
      async decide(kind, { value, reason } = {}) {
        decided.push([item.id, kind, value, reason].filter(Boolean).join(' '));
        store.setState({ busy: kind });
        await frames(1);
        store.setState({ decision: report(kind, await answer(item, kind)), busy: null, step: 'read' });
      },
      async undo() {
        const undid = decided.some((one) => one.startsWith(`${item.id} approve`)) ? 'value' : 'reject';
        decided.push(`${item.id} undo`);
        await frames(1);
        const gone = replaced.has(item.id) ? { replaced: true as const } : {};
        store.setState({ decision: { ...report('undo', 'done'), undid, ...gone } });
      },
      async note(_, text) {
        decided.push(`${item.id} note ${text}`);
        return 'added';
      },
      go: (step) => store.setState({ step }),
      again: () => {
        store.setState({ decision: null, step: 'read' });
        void load();
      },
    };
  }
}

let stage: Stage | undefined;

async function open(...input: ConstructorParameters<typeof Stage>): Promise<Stage> {
  await page.viewport(400, 900);
  stage = new Stage(...input);
  await vi.waitFor(() => expect(document.querySelector('main')).not.toBeNull());
  return stage;
}

afterEach(async () => {
  vi.useRealTimers();
  stage?.close();
  stage = undefined;
  await page.viewport(1280, 900);
});

const all = (id: string) => [...document.querySelectorAll<HTMLElement>(`[data-testid="${id}"]`)];
const one = (id: string) => {
  const element = all(id)[0];
  if (!element) throw new Error(`no ${id}`);
  return element;
};
const text = (id: string) => all(id)[0]?.textContent ?? '';
const currentRow = () => document.querySelector<HTMLElement>('[data-testid="panel-row"][aria-current="true"]');
const currentId = () => currentRow()?.dataset.suggestion;
/** A list that is drawn late has no row to take the focus before. */
const focusRow = () => vi.waitFor(() => (currentRow() as HTMLElement).focus());
const press = (keys: string) => userEvent.keyboard(keys);
/** The current row's details are there. */
const read = () =>
  vi.waitFor(() => expect(currentRow()?.querySelector('[data-countersign-action="reject"]')).toBeTruthy());
const says = (sentence: string) => vi.waitFor(() => expect(text('panel-status')).toBe(sentence));

/** Focuses the list as Tab would. */
async function enter(): Promise<void> {
  await read();
  await focusRow();
}

async function choose(id: string, value: string): Promise<void> {
  await userEvent.selectOptions(one(id), value);
}

describe('keys', () => {
  test('a day by keyboard: approve, edit, reject, undo; the focus is on the next each time', async () => {
    const { decided } = await open(many(5));
    await enter();
    expect(currentId()).toBe('s1');

    await press('a');
    await says('Approved. 1 of 5.');
    expect(text('panel-result')).toContain('Amount written. 1 → 100');
    expect(currentId()).toBe('s2');
    expect(document.activeElement).toBe(currentRow());

    await read();
    await press('e');
    const field = currentRow()?.querySelector('textarea');
    expect(document.activeElement).toBe(field);
    await userEvent.fill(field as HTMLTextAreaElement, '777');
    await press('{Control>}{Enter}{/Control}');
    await says('Edited and approved. 2 of 5.');
    expect(currentId()).toBe('s3');
    expect(document.activeElement).toBe(currentRow());

    await read();
    await press('r');
    await press('2');
    await says('Rejected. 3 of 5.');
    expect(currentId()).toBe('s4');

    // The key stands at the one that it takes back.
    const keys = [...document.querySelectorAll('[data-testid="panel-result"]')].map(
      (one) => one.querySelector('kbd') !== null,
    );
    expect(keys.filter(Boolean)).toHaveLength(1);
    await press('u');
    await says('The suggestion waits again.');
    expect([currentId(), text('panel-batch')]).toEqual(['s3', '2 of 5 today']);
    await press('u');
    await says('Put back to 2.');
    expect([currentId(), text('panel-batch')]).toEqual(['s2', '1 of 5 today']);

    expect(decided).toEqual(['s1 approve', 's2 approve_edited 777', 's3 reject record', 's3 undo', 's2 undo']);
  });

  test('what is taken back and whose suggestion is not there again says so in its place, and opens no row', async () => {
    const { replaced } = await open(many(3));
    await enter();
    await press('a');
    await says('Approved. 1 of 3.');
    replaced.add('s1');
    await press('u');
    await says('Put back to 1. The suggestion is not open again: something else stands in its place by now.');
    expect([currentId(), text('panel-batch')]).toEqual(['s2', '0 of 2 today']);
    expect(text('panel-result')).toContain('The suggestion is not open again');
  });

  test('after a rejection a note can be added, and its letters are no commands', async () => {
    const { decided } = await open(many(3));
    await enter();
    await press('r');
    await press('1');
    await says('Rejected. 1 of 3.');
    await userEvent.click(one('add-note'));
    await vi.waitFor(() => expect(document.activeElement?.localName).toBe('input'));
    await press('a rug{Enter}');
    await vi.waitFor(() => expect(text('note-done')).toBe('Note added.'));
    expect(decided).toEqual(['s1 reject value', 's1 note a rug']);
  });

  test('J, K and the arrows move, and stay within the list', async () => {
    await open(many(3));
    await enter();
    const seen: (string | undefined)[] = [];
    for (const key of ['j', '{ArrowDown}', 'j', 'k', '{ArrowUp}', 'k']) {
      await press(key);
      seen.push(currentId());
      expect(document.activeElement).toBe(currentRow());
    }
    expect(seen).toEqual(['s2', 's3', 's3', 's2', 's1', 's1']);
  });

  test('O opens the record, ? shows the keys, Escape leaves a step and decides nothing', async () => {
    const { opened, decided } = await open(many(2));
    await enter();
    await press('o');
    expect(opened).toEqual([itemOf(1).url]);
    await press('r');
    expect(currentRow()?.querySelector('[data-reason]')).toBeTruthy();
    await press('{Escape}');
    expect(currentRow()?.querySelector('[data-reason]')).toBeNull();
    expect(document.activeElement).toBe(currentRow());
    await press('?');
    expect(all('panel-keys')).toHaveLength(1);
    await press('{Escape}');
    expect(all('panel-keys')).toHaveLength(0);
    expect(decided).toEqual([]);
  });

  test('mean nothing outside the list, nor while somebody types in it', async () => {
    const { decided } = await open(many(2));
    await enter();
    one('panel-help').focus();
    await press('a');
    await enter();
    await press('e');
    await press('aaju');
    expect(currentRow()?.querySelector('textarea')?.value).toContain('aaju');
    expect([decided, currentId()]).toEqual([[], 's1']);
  });

  test('one that is held down is one decision', async () => {
    const { decided } = await open(many(3));
    await enter();
    await press('{a>5/}');
    await says('Approved. 1 of 3.');
    await read();
    await frames(5);
    expect(decided).toEqual(['s1 approve']);
  });

  test('what changed meanwhile is approved with one key more', async () => {
    const { decided } = await open([itemOf(1, { state: 'stale' }), itemOf(2)]);
    await enter();
    await press('a');
    await says('Amount changed meanwhile. Choose one of the two values.');
    expect(document.activeElement?.getAttribute('data-countersign-action')).toBe('approve');
    expect(decided).toEqual([]);
    await press('{Enter}');
    await vi.waitFor(() => expect(decided).toEqual(['s1 approve']));
  });

  test('do not approve what changed meanwhile, what cannot be written, or what is not shown in full', async () => {
    const { decided } = await open([
      itemOf(1, { state: 'stale' }),
      itemOf(2, { to: 'A long sentence about the deal. '.repeat(60) }),
      itemOf(3, { state: 'unusable', to: null }),
    ]);
    await enter();
    await press('a');
    await says('Amount changed meanwhile. Choose one of the two values.');
    await press('j');
    await read();
    await press('a');
    await says('Show the whole value before you approve it.');
    const approve = currentRow()?.querySelector('[data-countersign-action="approve"]');
    expect(approve?.getAttribute('aria-disabled')).toBe('true');
    await press('j');
    await vi.waitFor(() => expect(currentRow()?.textContent).toContain('Cannot be used'));
    await press('a');
    await says('This value cannot be written. Edit or reject it.');
    expect(decided).toEqual([]);

    await press('k');
    await read();
    await userEvent.click(one('whole'));
    await press('a');
    await says('Approved. 1 of 3.');
    expect(decided).toEqual(['s2 approve']);
  });
});

test('what has no ledger to keep a decision in can be looked at alone, by pointer and by keys', async () => {
  const { decided } = await open([itemOf(1, { agent: LISTED, state: 'unusable' })]);
  await focusRow();
  await vi.waitFor(() => expect(currentRow()?.textContent).toContain('has no ledger field to keep the decision in'));
  expect(text('native')).toContain('HubSpot itself lists it until');
  expect(currentRow()?.querySelectorAll('[data-countersign-action]')).toHaveLength(0);
  for (const key of ['a', 'e', 'r', '1']) await press(key);
  await vi.waitFor(() => expect(text('panel-status')).toContain('no ledger field'));
  expect(decided).toEqual([]);
});

test('a reminder is set for a time of day, said, and taken away; refused, that is said', async () => {
  await open(many(2));
  await userEvent.click(one('panel-filter'));
  await vi.waitFor(() => one('panel-remind-time'));
  await userEvent.fill(one('panel-remind-time'), '03:00');
  await userEvent.click(one('panel-remind'));
  await vi.waitFor(() => expect(document.querySelector('.filters')?.textContent).toContain('was not given the right'));
  await userEvent.fill(one('panel-remind-time'), '08:30');
  await userEvent.click(one('panel-remind'));
  await vi.waitFor(() => expect(text('panel-reminder')).toContain('08:30'));
  await userEvent.click(one('panel-reminder').parentElement?.querySelector('button') as HTMLElement);
  await vi.waitFor(() => one('panel-remind-time'));
});

test('whose records: mine, my team’s, all', async () => {
  const list = [itemOf(1), itemOf(2, { owner: 'mate' }), itemOf(3, { owner: 'other' })];
  await open(list, { me: 'me', team: ['me', 'mate'] });
  const rows = () => all('panel-row').map(({ dataset }) => dataset.suggestion);
  await vi.waitFor(() => expect(rows()).toEqual(['s1']));
  for (const [scope, shown] of [
    ['team', ['s1', 's2']],
    ['all', ['s1', 's2', 's3']],
  ] as const) {
    await userEvent.click(one('panel-scope').querySelector(`input[value="${scope}"]`)?.parentElement as HTMLElement);
    await vi.waitFor(() => expect(rows()).toEqual(shown));
  }
});

test('together stands what is of one record, or of one field', async () => {
  const two = { ref: itemOf(1).ref, record: itemOf(1).record };
  const list = [
    itemOf(1, { field: 'amount', label: 'Amount' }),
    itemOf(2, { field: 'stage', label: 'Stage' }),
    itemOf(3, { ...two, field: 'stage', label: 'Stage' }),
  ];
  await open(list);
  const heads = () => [...document.querySelectorAll('.group-head h2')].map((head) => head.textContent);
  await vi.waitFor(() => expect(heads()).toHaveLength(2));
  await userEvent.click(one('panel-filter'));
  await vi.waitFor(() => one('panel-group'));
  await userEvent.selectOptions(one('panel-group'), 'field');
  await vi.waitFor(() => expect(heads().toSorted()).toEqual(['Amount', 'Stage']));
  // Under a field each row says whose value it is.
  const rows = all('panel-row');
  expect(rows).toHaveLength(3);
  for (const row of rows) {
    const item = list.find(({ id }) => id === row.dataset.suggestion);
    expect(row.textContent).toContain(item?.record);
  }
});

test('where the CRM tells no team, that is said and none is offered', async () => {
  await open([itemOf(1)], { me: 'me', team: ['me'] });
  await vi.waitFor(() => expect(one('panel-scope').querySelectorAll('input')).toHaveLength(2));
  await userEvent.click(one('panel-filter'));
  await vi.waitFor(() => expect(text('panel-no-team')).toContain('does not tell who is in it'));
});

describe('the list', () => {
  test('is one stop for Tab: the current row, then its buttons, then what follows', async () => {
    await open(many(4));
    await enter();
    const stops = () => all('panel-row').filter((row) => row.tabIndex === 0);
    expect(stops()).toEqual([currentRow()]);
    await press('j');
    await read();
    expect(stops()).toEqual([currentRow()]);
    const names: string[] = [];
    for (let n = 0; n < 8 && names.at(-1) !== 'panel-help'; n++) {
      await press('{Tab}');
      const { dataset } = document.activeElement as HTMLElement;
      names.push(dataset.countersignAction ?? dataset.testid ?? '');
    }
    // What the agent adds may be stopped at too.
    expect(names.filter(Boolean)).toEqual(['approve', 'edit', 'reject', 'panel-corrections', 'panel-help']);
  });

  test('tells each row its place, groups by record, and says a record’s name once', async () => {
    const two = itemOf(1, { field: 'dealstage', id: 's1b', label: 'Deal stage', sensitive: true });
    await open([itemOf(1), two, itemOf(2)]);
    await enter();
    expect(all('panel-row').map((row) => [row.ariaPosInSet, row.ariaSetSize])).toEqual([
      ['1', '3'],
      ['2', '3'],
      ['3', '3'],
    ]);
    expect([...document.querySelectorAll('.group-head')].map((head) => head.textContent)).toEqual(['Deal 1', 'Deal 2']);
    expect(all('panel-row')[0]?.textContent).toContain('Sensitive');
  });

  test('of 10,000 draws what is in view, wherever that is', async () => {
    await open(many(10_000));
    await read();
    await userEvent.click(one('panel-view'));
    expect(text('panel-batch')).toBe('10000 waiting');
    const drawn = () => all('panel-row');
    await vi.waitFor(() => expect(drawn()[0]?.ariaSetSize).toBe('10000'));
    expect(drawn().length).toBeLessThan(40);
    const scroller = document.querySelector('.scroller') as HTMLElement;
    scroller.scrollTop = scroller.scrollHeight;
    await vi.waitFor(() => expect(drawn().at(-1)?.ariaPosInSet).toBe('10000'));
    expect(drawn().length).toBeLessThan(40);
    // The current row stays where the focus can find it.
    expect(currentId()).toBe('s1');
    await enter();
    for (let n = 0; n < 40; n++) await press('j');
    expect(currentId()).toBe('s41');
    const box = currentRow()?.getBoundingClientRect();
    expect(box?.top).toBeGreaterThan(0);
    expect(box?.top).toBeLessThan(900);
    expect(drawn().length).toBeLessThan(40);
  });

  test('nothing moves under the cursor when others decide and agents propose', async () => {
    const { store } = await open(many(4));
    await enter();
    await press('j');
    const risky = itemOf(9, { sensitive: true });
    store.setState({ items: [risky, itemOf(1), itemOf(2), itemOf(4)] });
    await vi.waitFor(() => expect(text('panel-fresh')).toBe('1 new'));
    expect(all('panel-row').map((row) => row.dataset.suggestion)).toEqual(['s1', 's2', 's4']);
    expect([currentId(), document.activeElement]).toEqual(['s2', currentRow()]);

    store.setState({ items: [risky, itemOf(1), itemOf(4)] });
    await vi.waitFor(() => expect(currentRow()?.textContent).toContain('was decided elsewhere'));
    expect(currentId()).toBe('s2');
    await press('j');
    expect(all('panel-row').map((row) => row.dataset.suggestion)).toEqual(['s1', 's4']);

    await userEvent.click(one('panel-fresh'));
    expect(all('panel-row').map((row) => row.dataset.suggestion)).toEqual(['s9', 's1', 's4']);
    expect(currentId()).toBe('s4');
  });

  test('what was not written stays, and says so', async () => {
    const { decided } = await open(many(2), {}, () => 'failed');
    await enter();
    await press('a');
    await says('Nothing was written.');
    expect([currentId(), text('panel-batch')]).toEqual(['s1', '0 of 2 today']);
    expect(currentRow()?.querySelector('[role="alert"]')).toBeTruthy();
    expect(decided).toEqual(['s1 approve']);
  });

  test('a result steps aside after a while, and waits while it is looked at', async () => {
    await open(many(2));
    await enter();
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
    await press('a');
    await says('Approved. 1 of 2.');
    await userEvent.hover(one('panel-result'));
    await vi.advanceTimersByTimeAsync(10_000);
    expect(all('panel-result')).toHaveLength(1);
    await userEvent.unhover(one('panel-result'));
    await vi.advanceTimersByTimeAsync(10_000);
    await vi.waitFor(() => expect(all('panel-result')).toHaveLength(0));
    expect(document.activeElement).toBe(currentRow());
  });
});

describe('the day’s batch', () => {
  test('is the riskiest of what waits; what was decided earlier today counts', async () => {
    await open(many(40), { size: 10, today: { approve: 3, approve_edited: 1, reject: 0, more: 0 } });
    await vi.waitFor(() => expect(all('panel-row')).toHaveLength(6));
    expect([text('panel-batch'), text('panel-view')]).toEqual(['4 of 10 today', '40 waiting in all']);
    expect([...document.querySelectorAll('.cells .done')]).toHaveLength(4);
    await userEvent.click(one('panel-filter'));
    await choose('panel-size', '20');
    await vi.waitFor(() => expect(text('panel-batch')).toBe('4 of 20 today'));
  });

  test('may have the size that the team chose, which is said', async () => {
    await open(many(40), { size: 30, teamSize: 30 });
    await vi.waitFor(() => expect(text('panel-batch')).toBe('0 of 30 today'));
    await userEvent.click(one('panel-filter'));
    const sizes = () => [...one('panel-size').querySelectorAll('option')].map((option) => option.text);
    expect(sizes()).toEqual(['10', '15', '20', '30, as in the team']);
    await choose('panel-size', '10');
    await vi.waitFor(() => expect(text('panel-batch')).toBe('0 of 10 today'));
    await choose('panel-size', '30');
    await vi.waitFor(() => expect(text('panel-batch')).toBe('0 of 30 today'));
  });

  test('when it is decided it says so, and gives more on request', async () => {
    const stage = await open(many(30), { size: 10, today: { approve: 7, approve_edited: 1, reject: 1, more: 0 } });
    await enter();
    await press('a');
    await vi.waitFor(() => expect(text('panel-done')).toContain('10 decided. 8 approved, 1 edited, 1 rejected.'));
    expect(text('panel-done')).toContain('29 more are waiting.');
    expect(document.activeElement?.textContent).toContain('10 decided');
    stage.store.setState({ items: many(30).slice(1) });
    await userEvent.click(one('panel-more'));
    await vi.waitFor(() => expect(text('panel-batch')).toBe('10 of 20 today'));
    expect(currentId()).toBe('s2');
  });
});

describe('sorting and filtering', () => {
  const mixed = [
    itemOf(1, { owner: 'you', confidence: 0.9, at: NOW - 1_000 }),
    itemOf(2, { agent: 'Lead Enricher', confidence: 0.4, at: NOW - 9_000 }),
    itemOf(3, { field: 'dealstage', label: 'Deal stage', sensitive: true, confidence: 0.8, at: NOW - 5_000 }),
  ];
  const shown = () => all('panel-row').map((row) => row.dataset.suggestion);

  test('one’s own first, where there is anything of one’s own', async () => {
    await open(mixed, { me: 'me' });
    await vi.waitFor(() => expect(shown()).toEqual(['s3', 's2']));
    await userEvent.click(one('panel-scope').querySelector('label:last-child') as HTMLElement);
    expect(shown()).toEqual(['s3', 's2', 's1']);
  });

  test('without a person behind the key there is no “Mine”', async () => {
    await open(mixed);
    await vi.waitFor(() => expect(shown()).toHaveLength(3));
    expect(all('panel-scope')).toHaveLength(0);
  });

  test.each([
    ['newest', ['s1', 's3', 's2']],
    ['oldest', ['s2', 's3', 's1']],
    ['unsure', ['s2', 's3', 's1']],
    ['riskiest', ['s3', 's2', 's1']],
  ])('%s', async (sort, order) => {
    await open(mixed);
    await choose('panel-sort', sort);
    expect(shown()).toEqual(order);
  });

  test('/ goes to the text, Escape back to the list; the text stays', async () => {
    await open(mixed);
    await enter();
    await press('/');
    await vi.waitFor(() => expect(document.activeElement).toBe(one('panel-filter-text')));
    await press('stage');
    await vi.waitFor(() => expect(shown()).toEqual(['s3']));
    await press('{Escape}');
    expect((one('panel-filter-text') as HTMLInputElement).value).toBe('stage');
    expect(document.activeElement).toBe(currentRow());
    expect(one('panel-filter').getAttribute('aria-label')).toBe('Filter, 1 active');
  });

  test('by agent, field and how sure it says to be; nothing left has its sentence', async () => {
    await open(mixed);
    await userEvent.click(one('panel-filter'));
    await choose('panel-filter-agent', 'Lead Enricher');
    expect(shown()).toEqual(['s2']);
    await choose('panel-filter-agent', '');
    await choose('panel-filter-field', 'Deal stage');
    expect(shown()).toEqual(['s3']);
    await choose('panel-filter-sure', '0.5');
    expect(text('panel-empty')).toContain('Nothing that waits matches this choice.');
    await userEvent.click(one('panel-show-all'));
    expect(shown()).toEqual(['s3', 's2', 's1']);
  });
});

describe('several at once', () => {
  test('lists them, asks once, writes one after another; what failed stays selected', async () => {
    const answers: Record<string, DecisionReport['state']> = { s2: 'stale', s3: 'failed' };
    const { decided } = await open(
      [itemOf(1), itemOf(2), itemOf(3), itemOf(4), itemOf(5, { state: 'stale' })],
      {},
      ({ id }) => answers[id] ?? 'done',
    );
    await enter();
    for (let n = 0; n < 5; n++) await press(n < 4 ? 'xj' : 'x');
    expect(text('panel-approve-selected')).toBe('Approve selected…');
    await press('{Shift>}A{/Shift}');
    const boxes = () => [...one('panel-sheet').querySelectorAll<HTMLInputElement>('input')];
    await vi.waitFor(() => expect(boxes().filter((box) => box.checked)).toHaveLength(4));
    expect(boxes().filter((box) => box.disabled)).toHaveLength(1);
    expect(text('panel-sheet')).toContain('It changed meanwhile. Decide in its own row.');
    const fourth = boxes().find((box) => box.ariaLabel === 'Deal 4, Amount');
    await userEvent.click(fourth as HTMLElement);
    expect(text('panel-sheet-write')).toBe('Write 3 values');
    expect(decided).toEqual([]);

    await userEvent.click(one('panel-sheet-write'));
    await vi.waitFor(() =>
      expect(text('panel-sheet-status')).toBe('1 of 3 written · 1 changed meanwhile, left alone · 1 refused'),
    );
    expect(decided).toEqual(['s1 approve', 's2 approve', 's3 approve']);
    await userEvent.click(one('panel-sheet-close'));
    await vi.waitFor(() => expect(document.activeElement).toBe(currentRow()));
    expect(text('panel-batch')).toBe('1 of 5 today');
    const selected = all('panel-row').filter((row) => row.dataset.selected !== undefined);
    expect(selected.map((row) => row.dataset.suggestion).sort()).toEqual(['s2', 's3', 's4', 's5']);
  });

  test('all of one field, by the head of its group or with Shift+X, those out of view too', async () => {
    const stages = Array.from({ length: 60 }, (_, n) => itemOf(n + 1, { field: 'dealstage', label: 'Deal stage' }));
    const { store } = await open([itemOf(101), itemOf(102), ...stages], { size: 80 });
    await userEvent.click(one('panel-filter'));
    await choose('panel-group', 'field');
    // The first group is in view, the second is not.
    await vi.waitFor(() => expect(all('panel-select-group')).toHaveLength(1));
    const box = () => one('panel-select-group') as HTMLInputElement;
    expect(box().ariaLabel).toBe('Select all of Deal stage');
    await userEvent.click(box());
    await vi.waitFor(() => expect(document.querySelector('.selection')?.textContent).toContain('60 selected'));
    expect(box().checked).toBe(true);
    await enter();
    await press('x');
    expect([box().checked, box().indeterminate]).toEqual([false, true]);
    await press('{Shift>}X{/Shift}');
    expect(document.querySelector('.selection')?.textContent).toContain('60 selected');
    await press('{Shift>}X{/Shift}');
    expect(document.querySelector('.selection')).toBeNull();
    await press('{Shift>}X{/Shift}');
    await press('{Shift>}A{/Shift}');
    await vi.waitFor(() => expect(text('panel-sheet-write')).toBe('Write 50 values'));
    expect(text('panel-sheet')).not.toContain('Amount');
    // What is gone is not selected any more.
    await userEvent.click(one('panel-sheet-close'));
    store.setState({ items: [itemOf(101), itemOf(102)] });
    await vi.waitFor(() => expect(document.querySelector('.selection')).toBeNull());
  });

  test('can be stopped after the one that is being written', async () => {
    let go = (_: DecisionReport['state']) => {};
    const { decided } = await open(many(4), {}, () => new Promise((resolve) => (go = resolve)));
    await enter();
    await press('xjxjx');
    await press('{Shift>}A{/Shift}');
    await vi.waitFor(() => expect(text('panel-sheet-write')).toBe('Write 3 values'));
    await userEvent.click(one('panel-sheet-write'));
    await vi.waitFor(() => expect(text('panel-sheet-close')).toBe('Stop after this one'));
    await press('{Escape}');
    expect(all('panel-sheet')).toHaveLength(1);
    go('done');
    await vi.waitFor(() => expect(text('panel-sheet-close')).toBe('Close'));
    expect(decided).toEqual(['s1 approve']);
    expect(text('panel-sheet')).toContain('What was not written is still selected.');
  });
});

describe('states, each with its sentence', () => {
  test.each<[string, Partial<QueueState>, string, string]>([
    ['no account', { connections: [], chosen: null }, 'main', 'No account is connected yet.'],
    ['loading', { loaded: false }, 'main', 'Reading what waits…'],
    ['the first look', { at: null, looking: { looked: 20, found: 0 } }, 'main', 'Looking through HubSpot'],
    ['nothing waits', {}, 'main', 'Nothing to review.An agent last proposed something just now.'],
    ['first use', { lastProposed: null }, 'main', 'Only then is the field written.'],
    ['as of another day', { at: NOW - 86_400_000 }, 'header', 'as of Nov 23'],
    ['left out', { left: 120 }, 'header', '120 records were not looked at yet'],
    ['on its way', { waiting: 3 }, 'footer', 'Up to date'],
  ])('%s', async (_, state, where, sentence) => {
    await open([], state);
    await vi.waitFor(() => expect(document.querySelector(`.panel > ${where}`)?.textContent).toContain(sentence));
  });

  test('a look that ended early: rows stay, the reason stands above them', async () => {
    await open(many(2), { problem: { kind: 'server', message: 'HTTP 502' } });
    await vi.waitFor(() => expect(all('panel-row')).toHaveLength(2));
    expect(text('panel-problem')).toContain('HubSpot has not answered since.');
  });

  test('a look can be asked for, followed and cancelled', async () => {
    const { asked, store } = await open(many(1));
    await userEvent.click(one('panel-look'));
    store.setState({ looking: { looked: 40, found: 2 } });
    await vi.waitFor(() => expect(text('panel-progress')).toBe('40 records looked at, 2 with suggestions'));
    await userEvent.click(one('panel-cancel'));
    expect(asked).toEqual(['look', 'cancel']);
  });
});

describe('nothing for axe to find', () => {
  const answers: Record<string, DecisionReport['state']> = { s2: 'waiting', s3: 'elsewhere' };

  test('in rows that are open, edited, rejected, stale, unusable and done, and in the list of several', async () => {
    const unusable = itemOf(7, { state: 'unusable', to: null });
    await open([...many(5), itemOf(6, { state: 'stale' }), unusable], { size: 20 }, ({ id }) => answers[id] ?? 'done');
    const panel = () => document.getElementById('app') as HTMLElement;
    // The riskiest comes first.
    await enter();
    expect(currentId()).toBe('s6');
    await noAxeFindings(panel());
    await press('j');
    await enter();
    await noAxeFindings(panel());
    await press('e');
    await noAxeFindings(panel());
    await press('{Escape}');
    await press('r');
    await noAxeFindings(panel());
    await press('1');
    for (let n = 0; n < 2; n++) {
      await enter();
      await press('a');
    }
    await vi.waitFor(() => expect(all('panel-result')).toHaveLength(3));
    await noAxeFindings(panel());
    await userEvent.click(document.querySelector(`[data-suggestion="${unusable.id}"]`) as HTMLElement);
    await vi.waitFor(() => expect(currentId()).toBe(unusable.id));
    await read();
    await noAxeFindings(panel());
    await userEvent.click(one('panel-filter'));
    await noAxeFindings(panel());
    await focusRow();
    await press('x{Shift>}A{/Shift}');
    await vi.waitFor(() => expect(all('panel-sheet')).toHaveLength(1));
    await noAxeFindings(panel());
  });
});
