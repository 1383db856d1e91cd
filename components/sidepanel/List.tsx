import {
  type KeyboardEvent,
  type ReactNode,
  type RefObject,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { i18n } from '#i18n';
import type { QueueItem } from '../../lib/core/queue';
import { Icon } from '../ui/Icon';
import { draw, groupsOf } from './layout';
import { type Fate, type Review, rowsOf } from './review';

interface ListProps {
  review: Review;
  /** What scrolls. */
  scroller: RefObject<HTMLElement | null>;
  /** What is focused where no row is left. */
  after: RefObject<HTMLElement | null>;
  row(key: string, item: QueueItem, current: boolean): ReactNode;
  onCurrent(key: string): void;
  onOpen(item: QueueItem): void;
  onSelect(keys: readonly string[], on: boolean): void;
  onKey(event: KeyboardEvent<HTMLElement>): void;
}

/** Until a row is drawn and measured. */
const ROW = 77;
/** Drawn beyond the view, so that scrolling shows no gaps. */
const BEYOND = 400;

/**
 * The rows, grouped by record or field, of which only those in view are in the document. One row at a time can be reached by Tab; it is
 * the current one, and it is always in the document.
 */
export function List({ review, scroller, after, row, onCurrent, onOpen, onSelect, onKey }: ListProps) {
  const { known, current, selected, order, fates, group } = review;
  const rows = useMemo(() => rowsOf({ order, fates }), [order, fates]);
  const groups = useMemo(() => groupsOf(rows, known, group), [rows, known, group]);
  const list = useRef<HTMLDivElement>(null);
  const { view, sizes, watch } = useView(scroller, list);
  const drawing = draw(groups, (key) => sizes.get(key) ?? ROW, view.from - BEYOND, view.to + BEYOND, current);
  const inside = useFocusIn(list, current, after);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys of the rows, which have the focus, arrive here.
    <div
      ref={list}
      className="rows"
      data-testid="panel-list"
      onKeyDown={onKey}
      onFocus={() => {
        inside.current = true;
      }}
      onBlur={({ relatedTarget }) => {
        inside.current = relatedTarget instanceof Node && !!list.current?.contains(relatedTarget);
      }}
    >
      {drawing.groups.map(({ key, title, item, rows: its, before, drawn, after: rest }) => (
        <div key={key} className="group" style={{ marginBlockStart: before }}>
          <div className="group-head">
            <h2 id={`group-${key}`}>
              <bdi dir="auto">{title}</bdi>
            </h2>
            <SelectGroup
              title={title}
              rows={its.filter((one) => !fates.has(one))}
              selected={selected}
              onSelect={onSelect}
            />
            {group === 'record' && <OpenButton item={item} onOpen={onOpen} />}
          </div>
          <ul aria-labelledby={`group-${key}`} style={{ paddingBlockEnd: rest }}>
            {drawn.map(({ key: rowKey, before: gap, position }) => {
              const one = known.get(rowKey);
              const isCurrent = rowKey === current;
              return (
                one && (
                  <li
                    key={rowKey}
                    ref={watch}
                    className={isCurrent ? 'item current' : 'item'}
                    style={{ marginBlockStart: gap }}
                    tabIndex={isCurrent ? 0 : -1}
                    aria-current={isCurrent || undefined}
                    aria-setsize={rows.length}
                    aria-posinset={position}
                    data-testid="panel-row"
                    data-key={rowKey}
                    data-field={one.field}
                    data-suggestion={one.id}
                    data-selected={selected.has(rowKey) || undefined}
                    onFocus={({ target, currentTarget }) => {
                      if (target === currentTarget) onCurrent(rowKey);
                    }}
                  >
                    {group === 'field' && (isCurrent || isOver(fates.get(rowKey))) && (
                      <p className="line whose">
                        <span className="cut">
                          <bdi dir="auto">{one.record}</bdi>
                        </span>
                        <OpenButton item={one} onOpen={onOpen} />
                      </p>
                    )}
                    {row(rowKey, one, isCurrent)}
                  </li>
                )
              );
            })}
          </ul>
        </div>
      ))}
      <div style={{ blockSize: drawing.after }} />
    </div>
  );
}

/** What came of a row stands in its place. */
const isOver = (fate: Fate | undefined) => fate !== undefined && fate.state !== 'writing';

interface SelectGroupProps extends Pick<ListProps, 'onSelect'> {
  title: string;
  /** Its open rows. */
  rows: readonly string[];
  selected: ReadonlySet<string>;
}

/** Selects a group's rows, those out of view too; a single row has a box of its own. */
function SelectGroup({ title, rows, selected, onSelect }: SelectGroupProps) {
  const on = rows.filter((key) => selected.has(key)).length;
  if (rows.length < 2) return null;
  return (
    <input
      ref={(box) => {
        if (box) box.indeterminate = on > 0 && on < rows.length;
      }}
      type="checkbox"
      className="select"
      // The key Shift+X does the same.
      tabIndex={-1}
      data-testid="panel-select-group"
      aria-label={i18n.t('panel.selectGroup', { group: title })}
      title={i18n.t('panel.selectGroup', { group: title })}
      checked={on === rows.length}
      // The row keeps the focus, and with it the keys.
      onMouseDown={(event) => event.preventDefault()}
      onChange={({ target }) => onSelect(rows, target.checked)}
    />
  );
}

function OpenButton({ item, onOpen }: { item: QueueItem } & Pick<ListProps, 'onOpen'>) {
  const name = i18n.t('panel.open', { record: item.record });
  return (
    <button
      type="button"
      className="icon-button"
      // The key O does the same, so that a long list is not a long way with Tab.
      tabIndex={-1}
      data-countersign-action="open"
      aria-label={name}
      title={name}
      onClick={() => onOpen(item)}
    >
      <Icon name="external" size={14} />
    </button>
  );
}

/** The part of the list that is in view, and the rows' heights as they turn out. */
function useView(scroller: RefObject<HTMLElement | null>, list: RefObject<HTMLElement | null>) {
  const [view, setView] = useState({ from: 0, to: 900 });
  const [, setMeasured] = useState(0);
  const sizes = useRef(new Map<string, number>()).current;
  const observer = useRef<ResizeObserver>(undefined);
  observer.current ??= new ResizeObserver((entries) => {
    let changed = false;
    for (const { target, borderBoxSize } of entries) {
      const key = (target as HTMLElement).dataset.key;
      const height = borderBoxSize[0]?.blockSize;
      if (!key || !height || sizes.get(key) === height) continue;
      sizes.set(key, height);
      changed = true;
    }
    if (changed) setMeasured((n) => n + 1);
  });
  // Not in the layout's own turn: what scrolls is our parent, and known only after it.
  useEffect(() => {
    const box = scroller.current;
    if (!box) return;
    let frame = 0;
    const look = () => {
      const from = box.getBoundingClientRect().top - (list.current?.getBoundingClientRect().top ?? 0);
      const to = from + box.clientHeight;
      setView((last) => (last.from === from && last.to === to ? last : { from, to }));
    };
    const later = () => {
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(look);
    };
    look();
    box.addEventListener('scroll', later, { passive: true });
    const resized = new ResizeObserver(later);
    resized.observe(box);
    return () => {
      cancelAnimationFrame(frame);
      box.removeEventListener('scroll', later);
      resized.disconnect();
    };
  }, [scroller, list]);
  const watch = (row: HTMLElement | null) => {
    if (!row) return;
    observer.current?.observe(row);
    return () => observer.current?.unobserve(row);
  };
  return { view, sizes, watch: useRef(watch).current };
}

/**
 * Keeps the focus in the list once it is there: on the current row when that becomes another one, and when what had the focus
 * is gone with its row. Nothing is taken from anywhere else.
 */
function useFocusIn(list: RefObject<HTMLElement | null>, current: string | null, after: RefObject<HTMLElement | null>) {
  const inside = useRef(false);
  const last = useRef(current);
  useLayoutEffect(() => {
    const moved = last.current !== current;
    last.current = current;
    if (!inside.current) return;
    const lost = document.activeElement === document.body || document.activeElement === null;
    const row = list.current?.querySelector<HTMLElement>('.item.current');
    if (!row) {
      // It is drawn in the same turn as we are, after us.
      if (lost || moved) queueMicrotask(() => after.current?.focus());
      return;
    }
    if (lost || (moved && !row.contains(document.activeElement))) row.focus({ preventScroll: true });
    if (moved) row.scrollIntoView({ block: 'nearest' });
  });
  return inside;
}
