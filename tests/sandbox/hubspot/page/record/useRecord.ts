import { useCallback, useEffect, useRef, useState } from 'react';
import { usePage } from '../context.ts';
import type { PageRecord } from '../protocol.ts';
import { recordPath } from '../routes.ts';
import type { PageTypeId } from '../surfaces.ts';
import { PageError } from '../transport.ts';

/** Parts of the page that arrive one by one, in the order in which they do. */
const SLOTS = [
  'left-0',
  'highlight',
  'middle-0',
  'right-0',
  'left-1',
  'middle-1',
  'right-1',
  'left-2',
  'middle-2',
] as const;

export type Slot = (typeof SLOTS)[number];
export type Slots = Partial<Record<Slot, PageRecord>>;

export interface RecordSession {
  /** What each part shows now: after navigation a part keeps the record before until its own data arrives. */
  slots: Slots;
  /** Grows with every save; what a part shows is built anew then. */
  revision: number;
  /** Fields saved since the record was opened, latest first. */
  saved: string[];
  error: PageError | null;
  save(record: PageRecord, set: Record<string, string>): Promise<void>;
  /** Fetches the record again and shows it as it is now. */
  reload(): Promise<void>;
}

const everywhere = (record: PageRecord) => Object.fromEntries(SLOTS.map((slot) => [slot, record])) as Slots;

/**
 * The record the address names, loaded without a reload of the page. Its parts arrive spread over the page's
 * `lateRenderMs`, from first to last and, on every second navigation, from last to first.
 */
export function useRecord(typeId: PageTypeId, id: string): RecordSession {
  const { transport, boot, activity, onRefresh, replace: readdress } = usePage();
  const [slots, setSlots] = useState<Slots>({});
  const [edits, setEdits] = useState<{ revision: number; saved: string[] }>({ revision: 0, saved: [] });
  const [error, setError] = useState<PageError | null>(null);
  const latest = useRef<PageRecord | null>(null);
  const visits = useRef(0);

  useEffect(() => {
    const timers = new Map<ReturnType<typeof setTimeout>, () => void>();
    let current = true;
    const late = boot.dom.lateRenderMs;
    const order = visits.current % 2 === 0 ? [...SLOTS] : SLOTS.toReversed();
    visits.current += 1;

    const arrive = (record: PageRecord) => {
      latest.current = record;
      setError(null);
      setEdits(({ revision }) => ({ revision, saved: [] }));
      if (late <= 0) return setSlots(everywhere(record));
      order.forEach((slot, index) => {
        const end = activity.begin();
        const timer = setTimeout(
          () => {
            timers.delete(timer);
            setSlots((before) => ({ ...before, [slot]: latest.current ?? record }));
            end();
          },
          Math.round((late * (index + 1)) / order.length),
        );
        timers.set(timer, end);
      });
    };

    activity.during(transport.record(typeId, id)).then(
      (record) => {
        if (!current) return;
        if (record.id === id) arrive(record);
        // Merged into another record: its address leads there.
        else readdress(recordPath(boot.portalId, record.typeId, record.id));
      },
      (reason: unknown) => {
        if (current) setError(reason instanceof PageError ? reason : new PageError(0, String(reason)));
      },
    );
    return () => {
      current = false;
      for (const [timer, end] of timers) {
        clearTimeout(timer);
        end();
      }
    };
  }, [typeId, id, transport, boot, activity, readdress]);

  /** Takes a newer version of the record into every part that already shows it. */
  const replace = useCallback((record: PageRecord) => {
    if (latest.current?.id !== record.id || latest.current.typeId !== record.typeId) return;
    latest.current = record;
    setSlots((before) => {
      const shown = Object.entries(before).map(([slot, shown]) => [slot, shown?.id === record.id ? record : shown]);
      return Object.fromEntries(shown) as Slots;
    });
  }, []);

  const reload = useCallback(
    async () => replace(await activity.during(transport.record(typeId, id))),
    [activity, replace, transport, typeId, id],
  );
  useEffect(() => onRefresh(reload), [onRefresh, reload]);

  const save = useCallback(
    async (record: PageRecord, set: Record<string, string>) => {
      const fresh = await activity.during(transport.save(record.typeId, record.id, set));
      const names = Object.keys(set);
      setEdits(({ revision, saved }) => ({
        revision: revision + 1,
        saved: [...names, ...saved.filter((name) => !names.includes(name))],
      }));
      replace(fresh);
    },
    [activity, transport, replace],
  );

  return { slots, revision: edits.revision, saved: edits.saved, error, save, reload };
}
