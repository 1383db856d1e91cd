import { useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { i18n } from '#i18n';
import type { QueueItem } from '../../lib/core/queue';
import type { SuggestionDetails } from '../../lib/core/suggestionDetails';
import type { SuggestionHandle } from '../../lib/stores/queue';
import { Change } from '../ui/Change';
import { Icon } from '../ui/Icon';
import { Dialog } from './Dialog';
import { keyOf } from './review';
import { type Attempt, attempt } from './useReview';

interface SheetProps {
  items: readonly QueueItem[];
  /** How many more were selected than are listed. */
  beyond: number;
  suggestionOf(item: QueueItem): SuggestionHandle;
  onWriting(key: string): void;
  onWritten(item: QueueItem, attempt: Attempt): void;
  onClose(): void;
}

/** What came of the rows so far. */
interface Count {
  written: number;
  left: number;
  refused: number;
  kept: number;
}

type Stage = 'ask' | 'writing' | 'done';

/** Details of this many are read at a time. */
const AT_ONCE = 4;
/** A longer value is read in its own row before it is approved. */
const CHARS = 200;
const NOTHING: Count = { written: 0, left: 0, refused: 0, kept: 0 };

/** Several at once: lists all that would be written, asks once, then writes one after another. */
export function Sheet({ items, beyond, suggestionOf, onWriting, onWritten, onClose }: SheetProps) {
  const [off, setOff] = useState<ReadonlySet<string>>(new Set());
  const [stage, setStage] = useState<Stage>('ask');
  const [count, setCount] = useState(NOTHING);
  const [total, setTotal] = useState(0);
  const [ready, setReady] = useState<ReadonlySet<string>>(new Set());
  const stop = useRef(false);
  const closing = useRef<HTMLButtonElement>(null);
  const rows = items.map((item) => ({ key: keyOf(item), item, handle: suggestionOf(item) }));
  const chosen = rows.filter(({ key }) => ready.has(key) && !off.has(key));

  // biome-ignore lint/correctness/useExhaustiveDependencies: read once, when the sheet opens.
  useEffect(() => {
    let gone = false;
    const rest = [...rows];
    const readOn = async () => {
      for (let row = rest.shift(); row && !gone; row = rest.shift()) {
        await row.handle.load();
        const { key, handle } = row;
        const { details, problem } = handle.store.getState();
        if (!problem && details && obstacleOf(details) === null) setReady((before) => new Set([...before, key]));
      }
    };
    for (let n = 0; n < AT_ONCE; n++) void readOn();
    return () => {
      gone = true;
      stop.current = true;
    };
  }, []);

  async function write(): Promise<void> {
    stop.current = false;
    setStage('writing');
    closing.current?.focus();
    setTotal(chosen.length);
    const so = { ...NOTHING };
    for (const { key, item, handle } of chosen) {
      if (stop.current) break;
      onWriting(key);
      const made = await attempt(handle, () => handle.decide('approve'));
      so[kindOf(made)]++;
      setCount({ ...so });
      onWritten(item, made);
    }
    setStage('done');
  }

  const close = () => {
    // What is on its way is waited for.
    if (stage === 'writing') stop.current = true;
    else onClose();
  };
  const title = i18n.t('panel.sheet.title', chosen.length);
  return (
    <Dialog label={title} testId="panel-sheet" onClose={close}>
      <h2>{stage === 'ask' ? title : i18n.t(stage === 'writing' ? 'panel.sheet.writing' : 'panel.sheet.after')}</h2>
      {beyond > 0 && stage === 'ask' && <p className="meta">{i18n.t('panel.sheet.beyond', beyond)}</p>}
      {stage === 'ask' && (
        <ul className="sheet-rows">
          {rows.map(({ key, item, handle }) => (
            <SheetRow
              key={key}
              item={item}
              handle={handle}
              checked={ready.has(key) && !off.has(key)}
              onCheck={(on) =>
                setOff((before) => new Set(on ? [...before].filter((o) => o !== key) : [...before, key]))
              }
            />
          ))}
        </ul>
      )}
      <p role="status" data-testid="panel-sheet-status" className={stage === 'ask' ? 'visually-hidden' : undefined}>
        {stage !== 'ask' && progressText(count, total)}
      </p>
      {stage === 'done' && count.written + count.kept < total && <p>{i18n.t('panel.sheet.still')}</p>}
      <footer>
        {stage === 'ask' && (
          <button
            type="button"
            className="button primary"
            data-testid="panel-sheet-write"
            aria-disabled={chosen.length === 0}
            onClick={(event) => {
              if (chosen.length > 0 && event.nativeEvent.isTrusted) void write();
            }}
          >
            {i18n.t('panel.sheet.write', chosen.length)}
          </button>
        )}
        <button ref={closing} type="button" className="button" data-testid="panel-sheet-close" onClick={close}>
          {i18n.t(stage === 'ask' ? 'panel.cancel' : stage === 'writing' ? 'panel.sheet.stop' : 'panel.close')}
        </button>
      </footer>
    </Dialog>
  );
}

interface SheetRowProps {
  item: QueueItem;
  handle: SuggestionHandle;
  checked: boolean;
  onCheck(on: boolean): void;
}

function SheetRow({ item, handle, checked, onCheck }: SheetRowProps) {
  const { details, problem, loading } = useStore(handle.store);
  const obstacle = details ? obstacleOf(details) : loading ? null : 'gone';
  const why = problem ? (problem.message ?? problem.kind) : obstacle && i18n.t(`panel.sheet.${obstacle}`);
  const able = details !== null && !loading && !why;
  const name = `${item.record}, ${item.label}`;
  return (
    <li>
      <input
        type="checkbox"
        aria-label={name}
        checked={checked && able}
        disabled={!able}
        onChange={({ target }) => onCheck(target.checked)}
      />
      <div>
        <p className="meta">
          <bdi dir="auto">{item.record}</bdi> · {details?.label ?? item.label}{' '}
          {item.sensitive && (
            <span className="tag">
              <Icon name="warning" size={12} /> {i18n.t('suggestion.sensitive')}
            </span>
          )}
        </p>
        <Change from={details ? details.from : item.from} to={details ? details.to : item.to} />
        {why && <p className="meta">{why}</p>}
      </div>
    </li>
  );
}

/** What keeps a suggestion from being approved along with others; `null` where nothing does. */
function obstacleOf({ suggestion, from, to }: SuggestionDetails): 'stale' | 'unusable' | 'long' | null {
  if (suggestion.state === 'stale') return 'stale';
  if (suggestion.state !== 'open') return 'unusable';
  return (from?.length ?? 0) > CHARS || (to?.length ?? 0) > CHARS ? 'long' : null;
}

function kindOf(report: Attempt): keyof Count {
  switch (report?.state) {
    case 'done':
      return 'written';
    case 'waiting':
      return 'kept';
    case 'stale':
    case 'elsewhere':
    case 'notKept':
      return 'left';
    default:
      return 'refused';
  }
}

function progressText({ written, left, refused, kept }: Count, total: number): string {
  return [
    i18n.t('panel.sheet.written', { n: written, all: total }),
    left > 0 && i18n.t('panel.sheet.left', left),
    refused > 0 && i18n.t('panel.sheet.refused', refused),
    kept > 0 && i18n.t('panel.sheet.kept', kept),
  ]
    .filter(Boolean)
    .join(' · ');
}
