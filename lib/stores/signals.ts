/** What the signals section shows of an account: where its signals go, what waits, and what was refused. */
import { createStore } from 'zustand/vanilla';
import type { AlertInfo } from '../core/alerts';
import { eventOf, type SignalEvent, type Values } from '../core/events';
import { isMeantFor, type LedgerGap, type ROOMS, type SignalsState } from '../core/outbox';
import { CHOSEN_TYPES, type ChosenType, retractionSignal, type Signal } from '../core/signals';
import type { SweepInfo, SweepProgress } from '../core/sweep';
import type { Crm } from '../core/types';
import { ask } from '../messaging/protocol';
import { type LongWork, startLongWork } from './longWork';

export interface SignalsView {
  account: { crm: Crm; account: string } | null;
  state: SignalsState | null;
  /** Those that nobody has acknowledged. */
  alerts: AlertInfo[];
  sweep: SweepInfo | null;
  /** A look that a person asked for, while it goes on. */
  looking: SweepProgress | null;
  /** The secret of the endpoint that was just added; shown once. */
  secret: string | null;
  /** What is sent, one event of each type: the account's last signal, and made-up ones. */
  sample: Record<Values, SignalEvent[]> | null;
  /** Whether people are asked why they corrected a value; `null` before it is known. */
  asks: boolean | null;
  error: string | null;
}

const NOTHING: SignalsView = {
  account: null,
  state: null,
  alerts: [],
  sweep: null,
  looking: null,
  secret: null,
  sample: null,
  asks: null,
  error: null,
};

export const signalsStore = createStore<SignalsView>(() => NOTHING);
const { setState, getState } = signalsStore;

export async function openSignals(crm: Crm, account: string): Promise<void> {
  cancelLook();
  setState({ ...NOTHING, account: { crm, account } });
  await reloadSignals();
}

/** Reads it anew; an answer for an account that is not shown any more is left out. */
export async function reloadSignals(): Promise<void> {
  const { account } = getState();
  if (!account) return;
  const [state, alerts, sweep, asks] = await Promise.all([
    ask('signals.state', account),
    ask('alerts.list', account),
    ask('sweep.state', account),
    ask('asking.get', {}),
  ]);
  const { latest } = state;
  const chosen = CHOSEN_TYPES.map((type) => (latest?.type === type ? latest : madeUp(account, type)));
  const made = madeUp(account, 'override');
  const retraction = latest?.type === 'retraction' ? latest : await retractionSignal(made, 1, made.at);
  const signals = [...chosen, retraction];
  const [none, hash, full] = await Promise.all(
    (['none', 'hash', 'full'] as const).map((values) => Promise.all(signals.map((one) => eventOf(one, values)))),
  );
  if (getState().account !== account || !none || !hash || !full) return;
  setState({ state, alerts, sweep, asks, sample: { none, hash, full } });
}

let work: LongWork | null = null;

/** Looks at once for what changed in the account. The port's life is the look's: closing it cancels, and what was done counts. */
export function lookNow(): void {
  const { account } = getState();
  if (!account || work) return;
  setState({ looking: { looked: 0 } });
  work = startLongWork<SweepProgress>('sweep', account, {
    progress: (looking) => getState().account === account && setState({ looking }),
    end() {
      work = null;
      // Why it ended is among what is read anew.
      if (getState().account === account) setState({ looking: null });
      void reloadSignals();
    },
  });
}

export function cancelLook(): void {
  work?.cancel();
}

/** A person stops the sweep of the account, or lets it go on. */
export async function pauseSweep(paused: boolean): Promise<void> {
  const { account } = getState();
  if (account) await change(() => ask('sweep.pause', { ...account, paused }));
}

/** Where signals go and what is said there; `types` is `null` for all of them, an empty `secret` leaves it to the background. */
export interface EndpointInput {
  url: string;
  values: Values;
  types: ChosenType[] | null;
  secret: string;
}

export async function addEndpoint({ secret, ...to }: EndpointInput): Promise<void> {
  const { account } = getState();
  if (!account) return;
  await change(async () => {
    const { made } = await ask('endpoint.add', { ...account, ...to, ...(secret ? { secret } : {}) });
    setState({ secret: made });
  });
}

export async function changeEndpoint(id: string, { secret, ...to }: EndpointInput): Promise<void> {
  await change(() => ask('endpoint.change', { id, ...to, ...(secret ? { secret } : {}) }));
}

/** How much room signals may take in this browser. */
export async function setRoom(mb: (typeof ROOMS)[number]): Promise<void> {
  await change(() => ask('signals.room', { mb }));
}

export async function setAsks(on: boolean): Promise<void> {
  setState({ asks: on });
  await change(() => ask('asking.set', { on }));
}

export const removeEndpoint = (id: string) => change(() => ask('endpoint.remove', { id }));
export const retryEndpoint = (id: string) => change(() => ask('endpoint.retry', { id }));
/** All that the endpoint refused, or one signal. */
export const retryLetters = (endpoint: string, signal?: string) =>
  change(() => ask('deadLetter.retry', { endpoint, ...(signal === undefined ? {} : { signal }) }));
export const discardLetters = (endpoint: string, signal?: string) =>
  change(() => ask('deadLetter.discard', { endpoint, ...(signal === undefined ? {} : { signal }) }));

export const acknowledgeAlert = (id: string) => ofAccount((account) => ask('alert.acknowledge', { ...account, id }));
export const switchLedger = (on: boolean) => ofAccount((account) => ask('ledger.switch', { ...account, on }));
export const retryLedger = () => ofAccount((account) => ask('ledger.retry', account));
export const discardStuck = (why: LedgerGap) => ofAccount((account) => ask('ledger.discard', { ...account, why }));

async function ofAccount(act: (account: { crm: Crm; account: string }) => Promise<unknown>): Promise<void> {
  const { account } = getState();
  if (account) await change(() => act(account));
}

async function change(act: () => Promise<unknown>): Promise<void> {
  setState({ error: null });
  try {
    await act();
  } catch (error) {
    setState({ error: error instanceof Error ? error.message : String(error) });
  }
  await reloadSignals();
}

/** What of an account's signals goes into a file. */
export interface Export {
  format: 'jsonl' | 'csv';
  /** Of this type, and what takes back one of them; all where left out. */
  type?: ChosenType;
  /** Only what came after this one. */
  after?: number;
  /** Only these. */
  ids?: ReadonlySet<string>;
}

/**
 * The account's signals as a file, oldest first, one event a line or one row each, values in full: the file stays with the person.
 * @returns the file's text in pieces, because it may be longer than a string can be; and the number of the last signal that was read
 */
export async function exported({ format, type, after = 0, ids }: Export): Promise<{ parts: string[]; upTo: number }> {
  const { account } = getState();
  const pages: string[] = [];
  let upTo = after;
  let before = Number.MAX_SAFE_INTEGER;
  while (account && before > after) {
    const page: Awaited<ReturnType<typeof ask<'signals.list'>>> = await ask('signals.list', { ...account, before });
    const wanted = page.filter(
      (one) => one.seq > after && (!ids || ids.has(one.id)) && isMeantFor(type ? { types: [type] } : {}, one),
    );
    pages.push((await Promise.all(wanted.reverse().map(LINE[format]))).join(''));
    upTo = Math.max(upTo, page[0]?.seq ?? 0);
    before = page.at(-1)?.seq ?? 0;
  }
  return { parts: [...(format === 'csv' ? [csvRow(COLUMNS)] : []), ...pages.reverse()], upTo };
}

/** The file is with the person: the next one may begin after it. */
export const noteExport = (seq: number) => ofAccount((account) => ask('signals.exported', { ...account, seq }));

const COLUMNS = [
  'id',
  'time',
  'type',
  'kind',
  'record',
  'field',
  'agent',
  'by',
  'agentValue',
  'value',
  'reason',
  'note',
  'about',
];

const LINE: Record<Export['format'], (signal: Signal) => string | Promise<string>> = {
  jsonl: async (one) => `${JSON.stringify(await eventOf(one, 'full'))}\n`,
  csv: (one) =>
    csvRow([
      one.id,
      new Date(one.at).toISOString(),
      one.type,
      one.kind,
      one.record,
      one.field,
      one.agent,
      one.by?.name,
      one.agentValue,
      one.value,
      one.reason,
      one.note,
      one.about,
    ]),
};

const csvRow = (row: readonly (string | null | undefined)[]) => `${row.map(cell).join(',')}\r\n`;

/** RFC 4180; what a spreadsheet takes for a formula is disarmed (OWASP, CSV injection), numbers are none. */
function cell(value: string | null | undefined): string {
  const text = value ?? '';
  const formula = /^[=+\-@\t\r]/.test(text) && !/^[+-]?\d+(\.\d+)?$/.test(text);
  const safe = formula ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** What of a made-up signal is different with each type. */
const MADE_UP: Record<(typeof CHOSEN_TYPES)[number], Partial<Signal> & Pick<Signal, 'kind'>> = {
  override: { kind: 'corrected', between: 2 },
  approval: { kind: 'approved', value: '48000', agentAt: null },
  decision: { kind: 'approve', value: '48000', agentAt: null },
  reason: { kind: 'explained', reason: 'outdated', about: '0'.repeat(64), agentValue: undefined, value: undefined },
  alert: {
    kind: 'ledger_tampered',
    alert: {
      severity: 'action',
      changes: [
        {
          field: 'countersign_ledger',
          label: 'Countersign ledger',
          writer: 'app:5671234',
          at: Date.UTC(2026, 10, 3, 14),
          claims: [{ field: 'amount', kind: 'approve', by: 'Dana Reyes' }],
        },
      ],
    },
  },
};

function madeUp({ crm, account }: { crm: Crm; account: string }, type: keyof typeof MADE_UP): Signal {
  return {
    id: '0'.repeat(64),
    type,
    ref: { crm, account, object: 'deal', id: '1' },
    record: `${crm}/${account}/deal/1`,
    field: 'amount',
    label: 'Amount',
    agent: 'Pipeline Copilot',
    by: { name: 'Dana Reyes' },
    agentValue: '48000',
    value: '42000',
    agentAt: Date.UTC(2026, 10, 3, 9),
    at: Date.UTC(2026, 10, 3, 14),
    ...MADE_UP[type],
  };
}
