import { useMemo } from 'react';
import { c } from '../classNames.ts';
import { usePage } from '../context.ts';
import type { IndexPage, RelatedRecord } from '../protocol.ts';
import { createFields, type Fields, isBadge } from '../record/fields.ts';
import { recordPath } from '../routes.ts';
import { type PageTypeId, SURFACES } from '../surfaces.ts';
import { Link } from '../ui/Link.tsx';

interface TableProps {
  answer: IndexPage;
  onPreview(id: string): void;
}

function Cell({
  record,
  field,
  fields,
  onPreview,
}: {
  record: RelatedRecord;
  field: string;
  fields: Fields;
  onPreview(id: string): void;
}) {
  const { boot, mark, t } = usePage();
  const shown = fields.display(field);
  if (field === SURFACES[record.typeId as PageTypeId].title) {
    return (
      <div className={c('cell')} {...mark({ 'data-test-id': 'framework-data-table-editable-cell' })}>
        <Link
          to={recordPath(boot.portalId, record.typeId, record.id)}
          className={c('link', 'truncated')}
          dir="auto"
          attributes={mark({ 'data-link': 'true', 'data-test-id': 'truncated-object-label' })}
        >
          {record.title}
        </Link>
        <button type="button" className={c('hoverButton', 'onHover')} onClick={() => onPreview(record.id)}>
          {t('preview')}
        </button>
      </div>
    );
  }
  return (
    <div className={c('cell')} {...mark({ 'data-test-id': `label-cell-formatted-property-${field}` })}>
      <span
        className={c('truncated', fields.shown(field) !== '' && isBadge(field) && 'badge')}
        dir="auto"
        title={shown}
      >
        {shown}
      </span>
    </div>
  );
}

function Row({ record, answer, onPreview }: TableProps & { record: RelatedRecord }) {
  const { boot, mark } = usePage();
  const fields = useMemo(
    () =>
      createFields(
        { ...record, definitions: answer.columns, pipelines: answer.pipelines, owners: answer.owners ?? [] },
        boot,
      ),
    [record, answer, boot],
  );
  return (
    <tr {...mark({ 'data-test-id': `row-${record.id}` })} {...mark({ 'data-selenium-id': record.id }, 'legacy')}>
      {answer.columns.map(({ name }, index) => {
        const cell = `cell-${record.typeId}-${name}-${record.id}`;
        return (
          <td
            key={name}
            {...mark({ 'data-test-id': cell, 'data-table-external-id': cell, 'data-column-index': `${index}` })}
          >
            <Cell record={record} field={name} fields={fields} onPreview={onPreview} />
          </td>
        );
      })}
    </tr>
  );
}

/** The list view's table. */
export function Table({ answer, onPreview }: TableProps) {
  const { boot, mark } = usePage();
  const labels = useMemo(
    () => createFields({ properties: {}, definitions: answer.columns, pipelines: [], owners: [] }, boot),
    [answer.columns, boot],
  );
  return (
    <div className={c('tableBox')} {...mark({ 'data-test-id': 'framework-data-table-container' })}>
      <div className={c('tableScroll')} {...mark({ 'data-test-id': 'fdt-scroll-window' })}>
        <table
          className={c('table')}
          {...mark({ 'data-test-id': 'framework-data-table' })}
          {...mark({ 'data-selenium-test': 'data-table' }, 'legacy')}
        >
          <thead>
            <tr>
              {answer.columns.map(({ name }) => {
                const header = `header-${answer.typeId}-${name}`;
                return (
                  <th
                    key={name}
                    scope="col"
                    {...mark({ 'data-test-id': header, 'data-table-external-id': header })}
                    {...mark({ 'data-selenium-id': `crm-table-header-cell-${name}` }, 'legacy')}
                  >
                    {labels.label(name)}
                  </th>
                );
              })}
            </tr>
          </thead>
          <tbody>
            {answer.rows.map((record) => (
              <Row key={record.id} record={record} answer={answer} onPreview={onPreview} />
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}
