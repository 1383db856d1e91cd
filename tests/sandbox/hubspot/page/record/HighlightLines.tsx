import { highlightLabel } from '../../layout.ts';
import { c } from '../classNames.ts';
import { usePage } from '../context.ts';
import type { PageRecord } from '../protocol.ts';
import type { HighlightLine } from '../surfaces.ts';
import { Icon } from '../ui/Icon.tsx';
import { useFormId } from '../ui/useFormId.ts';
import type { Fields } from './fields.ts';
import { StageDropdown } from './StageDropdown.tsx';

interface LineProps {
  line: HighlightLine;
  record: PageRecord;
  fields: Fields;
  onSave?(field: string, value: string): Promise<void>;
}

/** "Head of Operations at Brightwater": one layout item for two properties, whose first is named twice, nested. */
function CompositeLine({ line, fields }: LineProps) {
  const { mark, boot } = usePage();
  const company = line.with ? fields.shown(line.with) : '';
  const name = mark({ 'data-test-id': `highlight-property-display-${line.field}` });
  return (
    <div
      className={c('highlightLine')}
      {...mark({ 'data-test-id': `highlight-property-item-${line.field}-and-${line.with}` })}
    >
      <span
        {...mark({ 'data-key': 'ObjectHighlightCard.jobtitleAndCompany', 'data-locale-at-render': boot.dom.locale })}
      >
        <span {...name}>
          <span {...name}>{fields.shown(line.field)}</span>
        </span>
        {company && ` · ${company}`}
      </span>
    </div>
  );
}

function Line({ line, record, fields, onSave }: LineProps) {
  const { mark, boot, t } = usePage();
  const id = useFormId();
  const { field } = line;
  const definition = fields.definition(field);
  if (!definition) return null;
  const label = highlightLabel(line, definition, boot.dom.locale);
  const shown = fields.display(field);
  return (
    <div className={c('highlightLine')} {...mark({ 'data-test-id': `highlight-property-item-${field}` })}>
      {label && (
        <span id={`FormControl-label${id}`} className={c('highlightLabel')}>
          {`${label}:`}
        </span>
      )}
      {line.control === 'stage' && onSave ? (
        <StageDropdown
          key={record.id}
          field={field}
          fields={fields}
          labelId={`FormControl-label${id}`}
          onSave={(value) => onSave(field, value)}
        />
      ) : (
        <span
          className={c('highlightValue')}
          title={shown}
          dir="auto"
          {...mark({ 'data-test-id': `highlight-property-display-${field}` })}
        >
          {shown}
        </span>
      )}
      {field === 'email' && (
        <button
          type="button"
          className={c('iconButton', 'small')}
          aria-label={t('copyEmail')}
          onClick={() => void navigator.clipboard?.writeText(shown)}
        >
          <Icon name="copy" size={12} />
        </button>
      )}
    </div>
  );
}

interface HighlightLinesProps {
  lines: readonly HighlightLine[];
  record: PageRecord;
  fields: Fields;
  /** Without it the lines are read-only, as in a preview. */
  onSave?(field: string, value: string): Promise<void>;
}

/** The properties below a record's title. */
export function HighlightLines({ lines, ...rest }: HighlightLinesProps) {
  return (
    <div className={c('highlightLines')}>
      {lines.map((line) =>
        line.with ? (
          <CompositeLine key={line.field} line={line} {...rest} />
        ) : (
          <Line key={line.field} line={line} {...rest} />
        ),
      )}
    </div>
  );
}
