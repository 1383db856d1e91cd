import { type KeyboardEvent, type ReactNode, useMemo, useRef, useState } from 'react';
import { i18n } from '#i18n';
import { REASONS } from '../../lib/core/ledger';
import type { QueueItem } from '../../lib/core/queue';
import { problemWords } from '../../lib/i18n/problem';
import { clockTime, dayTime } from '../../lib/i18n/time';
import { translate } from '../../lib/i18n/translate';
import type { Decided, QueueState, SuggestionHandle } from '../../lib/stores/queue';
import { Icon } from '../ui/Icon';
import { Bar } from './Bar';
import { Batch, BatchDone, MORE } from './Batch';
import { ClosedRow } from './ClosedRow';
import { Empty } from './Empty';
import { Head } from './Head';
import { Kbd } from './Kbd';
import { Keys } from './Keys';
import { List } from './List';
import { OpenRow } from './OpenRow';
import { ResultLine } from './ResultLine';
import { behind, filtersOn, neighbour, openInGroup, openRows, queueIn, rowsOf, scopeOf } from './review';
import { Sheet } from './Sheet';
import { decidedToday, useReview } from './useReview';

export interface PanelProps extends QueueState {
  language: string;
  /** Epoch ms, machine clock. */
  now(): number;
  suggestionOf(item: QueueItem): SuggestionHandle;
  onChoose(connection: string): void;
  onLook(): void;
  onCancelLook(): void;
  onSize(size: number): void;
  /** @returns false where the browser was not given the right to remind */
  onRemind(at: string | null): Promise<boolean>;
  onCount(kind: Decided, by: 1 | -1): void;
  onMore(n: number): void;
  /** Brings a record's tab forward. */
  onOpen(url: string): void;
  onOptions(): void;
  /** The person's own corrections, in place of the list. */
  corrections(onBack: () => void): ReactNode;
}

/** More than this are not read by anybody in one go. */
const SHEET_ROWS = 50;

/** The side panel: what waits for a decision in an account. */
export function Panel(props: PanelProps) {
  const { connections, chosen, loaded, language, readAt, waiting, signals } = props;
  const connection = connections?.find(({ id }) => id === chosen);
  const crmName = connection ? i18n.t(`crm.${connection.crm}`) : '';
  const [help, setHelp] = useState(false);
  const [mine, setMine] = useState(false);
  const opener = useRef<HTMLButtonElement>(null);
  const back = () => {
    setMine(false);
    opener.current?.focus();
  };
  return (
    <div className="panel">
      <Head {...props} crmName={crmName} />
      {connection && mine ? (
        props.corrections(back)
      ) : connection && loaded ? (
        <ReviewTab key={connection.id} {...props} crmName={crmName} onHelp={() => setHelp(true)} />
      ) : (
        <main aria-busy={connections === null || connection !== undefined}>
          {connections?.length === 0 ? (
            <div className="notice">
              <h2>{i18n.t('panel.none.what')}</h2>
              <p>{i18n.t('panel.none.how')}</p>
              <button type="button" className="button primary" data-testid="panel-connect" onClick={props.onOptions}>
                {i18n.t('panel.none.connect')}
              </button>
            </div>
          ) : (
            <p className="notice meta" role="status">
              {i18n.t('panel.loading')}
            </p>
          )}
        </main>
      )}
      <footer className="connection">
        {readAt !== null && (
          <span className="grow line">
            <Icon name="check" size={12} /> {i18n.t('panel.upToDate', { time: dayTime(readAt, props.now(), language) })}
            {waiting > 0 && <span>· {i18n.t('panel.waiting', waiting)}</span>}
          </span>
        )}
        {connection && (
          <button
            ref={opener}
            type="button"
            className="text-button"
            data-testid="panel-corrections"
            aria-pressed={mine}
            onClick={() => setMine(!mine)}
          >
            {i18n.t('corrections.open')}
            {signals?.stuck ? ` · ${i18n.t('corrections.stuck')}` : ''}
            {signals && !signals.stuck && signals.waiting > 0
              ? ` · ${i18n.t('corrections.unsent', signals.waiting)}`
              : ''}
          </button>
        )}
        {connection && (
          <button type="button" className="text-button" data-testid="panel-help" onClick={() => setHelp(true)}>
            {i18n.t('panel.keys.short')} <Kbd name="?" />
          </button>
        )}
      </footer>
      {help && <Keys onClose={() => setHelp(false)} />}
    </div>
  );
}

function ReviewTab(props: PanelProps & { crmName: string; onHelp(): void }) {
  const { at, problem, today, language, crmName, offset, size, me, team, suggestionOf } = props;
  const { review, dispatch, make, decide, settle, undo, isLast, said, say } = useReview(props);
  const [filters, setFilters] = useState(false);
  const [sheet, setSheet] = useState<QueueItem[] | null>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const doneHeading = useRef<HTMLHeadingElement>(null);
  const filterText = useRef<HTMLInputElement>(null);
  const cut = useRef(false);
  const done = decidedToday(props);
  const { current, known, fates, selected, filter, items, sort, group, scope, decided, order, seen } = review;
  const open = useMemo(() => openRows({ order, fates }), [order, fates]);
  const queue = useMemo(
    () => queueIn({ items, sort, filter, me, team, scope, decided }),
    [items, sort, filter, me, team, scope, decided],
  );
  const { fresh, waiting } = useMemo(() => behind({ order, fates, seen }, queue), [order, fates, seen, queue]);
  const now = props.now() + offset;
  const item = current === null ? undefined : known.get(current);
  const clock = (time: number) => clockTime(time, language);
  const toList = () => {
    const row = scroller.current?.querySelector<HTMLElement>('.item.current') ?? doneHeading.current;
    row?.focus();
  };
  const choose = (change: Parameters<typeof make>[0]) => {
    make(change);
    scroller.current?.scrollTo({ top: 0 });
  };
  const toFilter = () => {
    setFilters(true);
    // Drawn in the next frame where it was closed.
    requestAnimationFrame(() => filterText.current?.focus());
  };
  const move = (by: 1 | -1) => {
    const next = neighbour(review, current, by);
    if (next !== null) dispatch({ do: 'current', key: next });
  };
  const openSheet = () => {
    const chosen = rowsOf(review).filter((key) => selected.has(key) && !fates.has(key));
    if (chosen.length === 0) say(i18n.t('panel.said.noneSelected'));
    else setSheet(chosen.flatMap((key) => known.get(key) ?? []));
  };

  /** Approving with a key: everything that the button asks for, and a word where it does not act. */
  const approve = (handle: SuggestionHandle, key: string) => {
    const { details, step } = handle.store.getState();
    if (!details || step !== 'read') return;
    const { state } = details.suggestion;
    if (state === 'stale') {
      // One key more: what somebody wrote meanwhile is not overwritten in passing.
      scroller.current?.querySelector<HTMLElement>('.item.current [data-countersign-action="approve"]')?.focus();
      return say(i18n.t('panel.said.stale', { field: details.label }));
    }
    if (state !== 'open') return say(i18n.t('panel.said.unusable'));
    if (cut.current) return say(i18n.t('panel.said.cut'));
    void decide(key, 'approve');
  };

  /** A key on a row. @returns whether it meant something */
  function onRowKey(name: string, shift: boolean, key: string, one: QueueItem): boolean {
    const handle = suggestionOf(one);
    const { step, details, busy, decision } = handle.store.getState();
    const ready = details !== null && !busy && !fates.has(key) && (!decision || decision.state === 'stale');
    if (details?.suggestion.why === 'noLedger' && ['a', 'e', 'r'].includes(name)) {
      say(i18n.t('suggestion.noLedger'));
      return true;
    }
    if (step === 'reject' && /^[0-6]$/.test(name)) {
      const reason = REASONS[Number(name) - 1];
      if (ready) void decide(key, 'reject', reason ? { reason } : {});
      return true;
    }
    if (step !== 'read' && name === 'escape') {
      handle.go('read');
      return true;
    }
    if (name === 'a' && !shift) {
      if (ready) approve(handle, key);
    } else if (name === 'e') {
      if (ready && details.edit && details.suggestion.state !== 'expired') handle.go('edit');
    } else if (name === 'r') {
      if (ready) handle.go('reject');
    } else if (name === 'o') props.onOpen(one.url);
    else if (name === 'x') {
      const keys = shift ? openInGroup(review, one) : [key];
      dispatch({ do: 'select', keys, on: !keys.every((mate) => selected.has(mate)) });
    } else return false;
    return true;
  }

  function onKey(event: KeyboardEvent<HTMLElement>): void {
    const { key, target, shiftKey: shift, ctrlKey, metaKey, altKey, nativeEvent } = event;
    if (ctrlKey || metaKey || altKey || !nativeEvent.isTrusted) return;
    if (target instanceof Element && target.closest('.edit, select, textarea, input:not([type="checkbox"])')) return;
    const name = key.toLowerCase();
    if (name === 'j' || key === 'ArrowDown') move(1);
    else if (name === 'k' || key === 'ArrowUp') move(-1);
    else if (key === '/') toFilter();
    else if (key === '?') props.onHelp();
    // A key that is held down is one decision.
    else if (event.repeat) return;
    else if (name === 'u') void undo();
    else if (name === 'a' && shift) openSheet();
    else if (!(current !== null && item && onRowKey(name, shift, current, item))) return;
    event.preventDefault();
  }

  const row = (key: string, one: QueueItem, isCurrent: boolean) => {
    const fate = fates.get(key);
    if (fate?.state === 'settled' || fate?.state === 'elsewhere') {
      return (
        <ResultLine
          item={one}
          fate={fate}
          last={isLast(key)}
          language={language}
          crmName={crmName}
          onUndo={() => void undo(key)}
          onNote={suggestionOf(one).note}
          onPutAway={() => dispatch({ do: 'putAway', key })}
        />
      );
    }
    return (
      <>
        {isCurrent ? (
          <OpenRow
            item={one}
            handle={suggestionOf(one)}
            fate={fate}
            language={language}
            crmName={crmName}
            cut={cut}
            onDecide={(kind, options) => void decide(key, kind, options)}
            onUndo={() => void undo(key)}
            onGone={() => dispatch({ do: 'elsewhere', key })}
          />
        ) : (
          <ClosedRow item={one} name={group === 'field' ? one.record : one.label} now={now} language={language} />
        )}
        <input
          type="checkbox"
          className="select"
          tabIndex={-1}
          aria-label={i18n.t('panel.select', { field: one.label, record: one.record })}
          checked={selected.has(key)}
          // The row keeps the focus, and with it the keys.
          onMouseDown={(event) => event.preventDefault()}
          onChange={({ target }) => dispatch({ do: 'select', keys: [key], on: target.checked })}
        />
      </>
    );
  };

  const words =
    problem &&
    problemWords(problem, { crm: crmName, asOf: at === null ? '' : dayTime(at, now, language), clock }, translate);
  const batchDone = review.view === 'batch' && open.length === 0 && done > 0 && filtersOn(filter) === 0;
  return (
    <>
      <main>
        {(items.length > 0 || done > 0) && (
          <Bar
            items={items}
            scope={me === null ? null : scopeOf(review)}
            hasTeam={team.length > 1}
            sort={sort}
            group={group}
            filter={filter}
            size={size}
            teamSize={props.teamSize}
            open={filters}
            text={filterText}
            onScope={(next) => choose({ scope: next })}
            onSort={(next) => choose({ sort: next })}
            onGroup={(next) => choose({ group: next })}
            onFilter={(next) => choose({ filter: next })}
            onSize={props.onSize}
            remindAt={props.remindAt}
            onRemind={props.onRemind}
            onToggle={() => setFilters(!filters)}
            onLeave={toList}
          />
        )}
        {(items.length > 0 || done > 0) && (
          <Batch
            view={review.view}
            done={done}
            open={open.length}
            filtered={filtersOn(filter) > 0}
            all={queue.length}
            fresh={fresh}
            onView={(view) => choose({ view })}
            onFresh={() => make()}
          />
        )}
        {words && (
          <p className="strip danger" role="alert" data-testid="panel-problem">
            <Icon name="warning" />
            <span>{words.long}</span>
          </p>
        )}
        <div ref={scroller} className={selected.size > 0 ? 'scroller selecting' : 'scroller'}>
          <List
            review={review}
            scroller={scroller}
            after={doneHeading}
            row={row}
            onCurrent={(key) => dispatch({ do: 'current', key })}
            onOpen={(one) => props.onOpen(one.url)}
            onSelect={(keys, on) => dispatch({ do: 'select', keys, on })}
            onKey={onKey}
          />
          {batchDone && (
            <BatchDone
              today={today}
              done={done}
              waiting={waiting}
              heading={doneHeading}
              onMore={() => props.onMore(MORE)}
            />
          )}
          {!batchDone && open.length === 0 && (
            <Empty
              {...props}
              now={now}
              filtered={filtersOn(filter) > 0 || (scopeOf(review) !== 'all' && items.length > 0)}
              onClear={() => choose({ filter: {}, scope: 'all' })}
            />
          )}
        </div>
        {selected.size > 0 && (
          <div className="selection">
            <span className="grow">{i18n.t('panel.selected', selected.size)}</span>
            <button type="button" className="button" data-testid="panel-approve-selected" onClick={openSheet}>
              {i18n.t('panel.approveSelected')}
            </button>
            <button
              type="button"
              className="button ghost"
              onClick={() => dispatch({ do: 'select', keys: [...selected], on: false })}
            >
              {i18n.t('panel.clear')}
            </button>
          </div>
        )}
        <p role="status" className="visually-hidden" data-testid="panel-status">
          {said}
        </p>
      </main>
      {sheet && (
        <Sheet
          items={sheet.slice(0, SHEET_ROWS)}
          beyond={Math.max(0, sheet.length - SHEET_ROWS)}
          suggestionOf={suggestionOf}
          onWriting={(key) => dispatch({ do: 'writing', key, kind: 'approve' })}
          onWritten={(one, made) => settle(one, 'approve', suggestionOf(one), made)}
          onClose={() => {
            setSheet(null);
            requestAnimationFrame(toList);
          }}
        />
      )}
    </>
  );
}
