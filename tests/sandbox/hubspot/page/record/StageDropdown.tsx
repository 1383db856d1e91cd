import { useState } from 'react';
import { c } from '../classNames.ts';
import { usePage } from '../context.ts';
import { Icon } from '../ui/Icon.tsx';
import { Listbox } from '../ui/Listbox.tsx';
import type { Fields } from './fields.ts';

interface StageDropdownProps {
  field: string;
  fields: Fields;
  labelId: string;
  onSave(value: string): Promise<void>;
}

/** The stage in the highlight card: a dropdown that saves as soon as a stage is chosen. */
export function StageDropdown({ field, fields, labelId, onSave }: StageDropdownProps) {
  const { mark } = usePage();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const [error, setError] = useState('');
  const choose = (value: string) => {
    setAnchor(null);
    setError('');
    anchor?.focus();
    if (value === fields.raw(field)) return;
    onSave(value).catch((reason: unknown) => setError(reason instanceof Error ? reason.message : String(reason)));
  };
  return (
    <span {...mark({ 'data-test-id': `property-input-${field}` })}>
      <span {...mark({ 'data-test-id': field === 'dealstage' ? 'deal-stage-select' : undefined })}>
        <button
          type="button"
          className={c('stageButton')}
          aria-haspopup="listbox"
          aria-expanded={anchor !== null}
          aria-describedby={labelId}
          onClick={(event) => setAnchor(anchor ? null : event.currentTarget)}
        >
          <span>{fields.display(field)}</span>
          <Icon name="down" size={12} />
        </button>
      </span>
      {error && <span role="alert">{error}</span>}
      {anchor && (
        <Listbox
          anchor={anchor}
          choices={fields.choices(field)}
          selected={[fields.raw(field)]}
          label={fields.label(field)}
          onPick={choose}
          onClose={() => setAnchor(null)}
        />
      )}
    </span>
  );
}
