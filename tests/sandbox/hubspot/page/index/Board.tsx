import { useMemo } from 'react';
import { c } from '../classNames.ts';
import { usePage } from '../context.ts';
import type { IndexPage, RelatedRecord } from '../protocol.ts';
import { createFields } from '../record/fields.ts';
import { recordPath } from '../routes.ts';
import { type PageTypeId, SURFACES } from '../surfaces.ts';
import { Link } from '../ui/Link.tsx';

function BoardCard({ record, answer }: { record: RelatedRecord; answer: IndexPage }) {
  const { boot, mark } = usePage();
  const typeId = record.typeId as PageTypeId;
  const fields = useMemo(
    () =>
      createFields(
        { ...record, definitions: answer.columns, pipelines: answer.pipelines, owners: answer.owners ?? [] },
        boot,
      ),
    [record, answer, boot],
  );
  const shown = SURFACES[typeId].board.fields.filter((field) => fields.definition(field));
  return (
    <div
      {...mark({
        'data-test-id': 'cdb-column-item',
        'data-selenium-id': record.id,
        'data-rbd-draggable-id': record.id,
      })}
    >
      <article className={c('boardCard')} {...mark({ 'data-test-id': 'cdb-card' })}>
        <div className={c('boardTitle')} {...mark({ 'data-test-id': 'title-hover-container' })}>
          <Link
            to={recordPath(boot.portalId, typeId, record.id)}
            dir="auto"
            attributes={mark({ 'data-test-id': 'board-card-section-title-link' })}
          >
            <span {...mark({ 'data-test-id': 'cdbc-title' })}>{record.title}</span>
          </Link>
        </div>
        {shown.map((field, index) => (
          <div
            key={field}
            className={c('boardLine')}
            {...mark({ 'data-test-id': `cdbc-property-${index}` })}
            {...mark({ 'data-selenium-test': 'card-property' }, 'legacy')}
          >
            <span className={c('highlightLabel')} {...mark({ 'data-test-id': 'cdbc-property-label' })}>
              {`${fields.label(field)}:`}
            </span>
            <span className={c('truncated')} dir="auto" {...mark({ 'data-test-id': 'cdbc-property-value' })}>
              {fields.display(field)}
            </span>
          </div>
        ))}
      </article>
    </div>
  );
}

/** Columns of the board: the first pipeline's stages, or the options of the property the board is split by. */
function columnsOf(answer: IndexPage, stage: string): { value: string; label: string }[] {
  const pipeline = answer.pipelines[0];
  if (pipeline && /stage$/.test(stage) && stage !== 'lifecyclestage') {
    return pipeline.stages.map(({ id, label }) => ({ value: id, label }));
  }
  return answer.columns.find(({ name }) => name === stage)?.options.map(({ value, label }) => ({ value, label })) ?? [];
}

/** The board view: a column per stage with a card per record. Nothing on a card names its properties. */
export function Board({ answer }: { answer: IndexPage }) {
  const { mark } = usePage();
  const { stage } = SURFACES[answer.typeId as PageTypeId].board;
  const byStage = Map.groupBy(answer.rows, (record) => record.properties[stage] ?? '');
  return (
    <div className={c('board')}>
      {columnsOf(answer, stage).map(({ value, label }) => {
        const records = byStage.get(value) ?? [];
        return (
          <section key={value} className={c('boardColumn')} aria-label={label}>
            <h2 className={c('boardHead')}>
              <span {...mark({ 'data-test-id': 'cdb-column-name' })}>{label}</span>
              <span className={c('countBadge')}>{records.length}</span>
            </h2>
            <div className={c('boardItems')}>
              {records.map((record) => (
                <BoardCard key={record.id} record={record} answer={answer} />
              ))}
            </div>
          </section>
        );
      })}
    </div>
  );
}
