import { useCallback, useRef, useState } from 'react';
import type { PageRecord } from '../protocol.ts';

/** Rows of a card that are being edited, with what was typed so far. */
export interface Drafts {
  /** Present for every row in input mode. */
  values: Readonly<Record<string, string>>;
  changed: number;
  saving: boolean;
  error: string;
  open(field: string): void;
  change(field: string, value: string): void;
  cancel(field: string): void;
  cancelAll(): void;
  save(): Promise<void>;
}

interface State {
  /** Drafts end when the card shows another record. */
  recordId: string;
  values: Record<string, string>;
  saving: boolean;
  error: string;
}

const without = (values: Record<string, string>, field: string) =>
  Object.fromEntries(Object.entries(values).filter(([name]) => name !== field));

/** Editing state of one card for `record`; `write` stores the changed values. The callbacks keep their identity. */
export function useDrafts(
  record: PageRecord,
  write: (record: PageRecord, set: Record<string, string>) => Promise<void>,
): Drafts {
  const key = `${record.typeId}/${record.id}`;
  const empty: State = { recordId: key, values: {}, saving: false, error: '' };
  const [stored, setState] = useState<State>(empty);
  const state = stored.recordId === key ? stored : empty;
  const now = useRef({ record, state, write });
  now.current = { record, state, write };

  const update = useCallback((step: (values: Record<string, string>) => Record<string, string>) => {
    setState((before) => {
      const { record } = now.current;
      const recordId = `${record.typeId}/${record.id}`;
      return { recordId, values: step(before.recordId === recordId ? before.values : {}), saving: false, error: '' };
    });
  }, []);
  const open = useCallback(
    (field: string) =>
      update((values) => ({ ...values, [field]: values[field] ?? now.current.record.properties[field] ?? '' })),
    [update],
  );
  const change = useCallback(
    (field: string, value: string) => update((values) => ({ ...values, [field]: value })),
    [update],
  );
  const cancel = useCallback((field: string) => update((values) => without(values, field)), [update]);
  const cancelAll = useCallback(() => update(() => ({})), [update]);
  const save = useCallback(async () => {
    const { record, state, write } = now.current;
    if (state.saving) return;
    const set = Object.fromEntries(
      Object.entries(state.values).filter(([field, value]) => value !== (record.properties[field] ?? '')),
    );
    if (Object.keys(set).length === 0) return update(() => ({}));
    setState({ ...state, saving: true, error: '' });
    try {
      await write(record, set);
      update(() => ({}));
    } catch (reason) {
      setState({ ...state, saving: false, error: reason instanceof Error ? reason.message : String(reason) });
    }
  }, [update]);

  const changed = Object.entries(state.values).filter(
    ([field, value]) => value !== (record.properties[field] ?? ''),
  ).length;
  return { ...state, changed, open, change, cancel, cancelAll, save };
}
