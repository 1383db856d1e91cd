import { highlightLabel, type RecordLayout } from '../../layout.ts';
import { c } from '../classNames.ts';
import { usePage } from '../context.ts';
import type { PageRecord } from '../protocol.ts';
import { ActivityButtons, type ActivityFilter } from '../record/ActivityButtons.tsx';
import type { Fields } from '../record/fields.ts';
import { StageDropdown } from '../record/StageDropdown.tsx';
import { type PageTypeId, SURFACES } from '../surfaces.ts';

interface LegacyHighlightProps {
  record: PageRecord;
  fields: Fields;
  layout: RecordLayout;
  onSave?(field: string, value: string): Promise<void>;
  onShow?(filter: ActivityFilter): void;
}

/** The highlight card up to 2023: nothing in it names a property. */
export function LegacyHighlight({ record, fields, layout, onSave, onShow }: LegacyHighlightProps) {
  const { boot, mark } = usePage();
  const object = SURFACES[record.typeId as PageTypeId].one;
  return (
    <div className={c('highlight')} {...mark({ 'data-selenium-component': 'ProfileHighlightContainer' }, 'legacy')}>
      <div {...mark({ 'data-selenium-test': `${object}-highlight-details` }, 'legacy')}>
        <h2 className={c('title')} dir="auto" {...mark({ 'data-selenium-test': 'highlightTitle' }, 'legacy')}>
          {record.title}
        </h2>
        <div className={c('highlightLines')} {...mark({ 'data-unit-test': 'highlightSubtitle' }, 'legacy')}>
          {layout.highlight.map((line) => {
            const definition = fields.definition(line.field);
            const label = definition ? highlightLabel(line, definition, boot.dom.locale) : '';
            return (
              <div key={line.field} className={c('highlightLine')}>
                {label && (
                  <i18n-string
                    id={`highlight-${line.field}`}
                    class={c('highlightLabel')}
                    data-key={`profile.highlight.${line.control ?? 'property'}`}
                  >
                    {`${label}:`}
                  </i18n-string>
                )}
                {line.control === 'stage' && onSave ? (
                  <StageDropdown
                    field={line.field}
                    fields={fields}
                    labelId={`highlight-${line.field}`}
                    onSave={(value) => onSave(line.field, value)}
                  />
                ) : (
                  <span className={c('highlightValue')} title={fields.shown(line.field)} dir="auto">
                    {fields.display(line.field)}
                    {line.with && fields.raw(line.with) && ` · ${fields.shown(line.with)}`}
                  </span>
                )}
              </div>
            );
          })}
        </div>
      </div>
      {onShow && <ActivityButtons onShow={onShow} />}
    </div>
  );
}

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      /** HubSpot's custom element for translated texts. */
      'i18n-string': { id?: string; class?: string; children?: React.ReactNode; 'data-key'?: string };
    }
  }
}
