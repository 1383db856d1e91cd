import { useState } from 'react';
import type { PropertyDefinition } from '../../types.ts';
import { c } from '../classNames.ts';
import { usePage } from '../context.ts';
import type { Fields } from '../record/fields.ts';
import type { Drafts } from '../record/useDrafts.ts';
import { Icon } from '../ui/Icon.tsx';
import { PanelRow } from './PanelRow.tsx';

interface PanelGroupProps {
  name: string;
  definitions: PropertyDefinition[];
  fields: Fields;
  drafts: Drafts;
  folded: boolean;
  onSave(): void;
  onHistory(field: string): void;
}

/** Groups have a name only; the page writes `dealinformation` as HubSpot's settings do. */
const GROUP_LABELS: Record<string, string> = {
  contactinformation: 'Contact information',
  companyinformation: 'Company information',
  dealinformation: 'Deal information',
  ticketinformation: 'Ticket information',
  emailinformation: 'Email information',
  analyticsinformation: 'Analytics information',
  conversioninformation: 'Conversion information',
  socialmediainformation: 'Social media information',
};

const groupLabel = (name: string) =>
  GROUP_LABELS[name] ?? name.charAt(0).toUpperCase() + name.slice(1).replaceAll('_', ' ');

/** One group of the panel with all its properties. */
export function PanelGroup({ name, definitions, fields, drafts, folded, onSave, onHistory }: PanelGroupProps) {
  const { mark } = usePage();
  const [open, setOpen] = useState(!folded);
  return (
    <section className={c('group')} {...mark({ 'data-test-id': `group-accordion-${name}` })}>
      <h3>
        <button type="button" className={c('cardToggle')} aria-expanded={open} onClick={() => setOpen(!open)}>
          <Icon name={open ? 'down' : 'right'} size={14} turn={!open} />
          <span>{`${groupLabel(name)} (${definitions.length})`}</span>
        </button>
      </h3>
      {open &&
        definitions.map((definition) => (
          <PanelRow
            key={definition.name}
            field={definition.name}
            fields={fields}
            draft={drafts.values[definition.name]}
            onChange={drafts.change}
            onCancel={drafts.cancel}
            onSave={onSave}
            onHistory={onHistory}
          />
        ))}
    </section>
  );
}
