import { useState } from 'react';
import { i18n } from '#i18n';
import { stagingOf } from '../../lib/core/staging';
import type { TeamFile } from '../../lib/core/team';
import type { Crm } from '../../lib/core/types';
import {
  type Choices,
  choosable,
  knownAs,
  LAYOUTS,
  newCount,
  planOf,
  type WizardField,
  type WizardObject,
} from '../../lib/core/wizard';
import { chooseField, chooseObject, setLayout } from '../../lib/stores/staging';
import { Icon } from '../ui/Icon';
import { nameBeside, objectName } from './StagingWords';

interface ChooseProps {
  crm: Crm;
  objects: WizardObject[];
  team: TeamFile;
  choices: Choices;
}

/** Step 1: how suggestions are kept, and on which objects and fields agents propose. */
export function StagingChoose(props: ChooseProps) {
  const { crm, objects, team, choices } = props;
  const [open, setOpen] = useState<string | null>(choices.objects[0]?.object ?? null);
  const cost = (layout: Choices['layout']) => newCount(planOf(crm, objects, team, { ...choices, layout }));
  return (
    <>
      <fieldset className="panel layouts">
        <legend className="visually-hidden">{i18n.t('staging.layouts')}</legend>
        {LAYOUTS.map((layout) => (
          <label key={layout}>
            <input
              type="radio"
              name="staging-layout"
              data-testid={`staging-layout-${layout}`}
              checked={choices.layout === layout}
              onChange={() => setLayout(layout)}
            />
            <span className="grow">
              <strong>{i18n.t(`staging.layout.${layout}.name`)}</strong>
              <span className="explained">{i18n.t(`staging.layout.${layout}.is`)}</span>
            </span>
            {choices.objects.length > 0 && <span className="meta">{i18n.t('staging.cost', cost(layout))}</span>}
          </label>
        ))}
      </fieldset>
      <ul className="panel objects" aria-label={i18n.t('staging.objects')}>
        {objects.map((one) => (
          <ObjectRow key={one.object} {...props} of={one} open={open === one.object} onOpen={setOpen} />
        ))}
      </ul>
    </>
  );
}

interface ObjectRowProps extends ChooseProps {
  of: WizardObject;
  open: boolean;
  onOpen(object: string | null): void;
}

function ObjectRow({ crm, team, choices, of, open, onOpen }: ObjectRowProps) {
  const { object, fields, missing } = of;
  const chosen = choices.objects.find((one) => one.object === object);
  const name = objectName(object);
  const list = choices.layout === 'visible' && chosen && fields;
  return (
    <li>
      <div className="row">
        <label className="pick grow">
          <input
            type="checkbox"
            data-testid={`staging-object-${object}`}
            disabled={!fields}
            checked={chosen !== undefined}
            onChange={(event) => {
              chooseObject(object, event.target.checked);
              onOpen(event.target.checked ? object : null);
            }}
          />
          <strong>{name}</strong>
        </label>
        {!fields && <span className="meta">{i18n.t('staging.unreadable', { missing: missing ?? '' })}</span>}
        {chosen && choices.layout === 'compact' && <span className="meta">{i18n.t('staging.allFields')}</span>}
        {list && (
          <button
            type="button"
            className="button ghost"
            aria-expanded={open}
            onClick={() => onOpen(open ? null : object)}
          >
            {i18n.t('staging.chosen', chosen.fields.length)}
            <Icon name="chevron" />
          </button>
        )}
      </div>
      {list && open && <FieldList object={object} fields={fields} chosen={chosen.fields} crm={crm} team={team} />}
    </li>
  );
}

interface FieldListProps {
  crm: Crm;
  team: TeamFile;
  object: string;
  fields: WizardField[];
  chosen: string[];
}

function FieldList({ crm, team, object, fields, chosen }: FieldListProps) {
  const [search, setSearch] = useState('');
  const { suggested, others } = choosable(crm, object, fields, team);
  const staging = stagingOf(crm, object, fields, team).fields;
  const wanted = search.trim().toLowerCase();
  const matches = (field: WizardField) => `${field.label} ${field.name}`.toLowerCase().includes(wanted);
  const noteOf = ({ name }: WizardField) => {
    const held = fields.find((one) => one.name === staging.get(name));
    return held ? i18n.t('staging.has', { name: knownAs(held) }) : nameBeside(name);
  };
  const groups = [
    { group: 'suggested', members: suggested.filter(matches) },
    { group: 'others', members: others.filter(matches) },
  ] as const;
  return (
    <div className="fields">
      <input
        type="search"
        data-testid="staging-search"
        aria-label={i18n.t('staging.search', { object: objectName(object) })}
        placeholder={i18n.t('staging.search', { object: objectName(object) })}
        value={search}
        onChange={(event) => setSearch(event.target.value)}
      />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls has to be reachable by keyboard. */}
      <section className="scroll" aria-label={objectName(object)} tabIndex={0}>
        {groups.map(
          ({ group, members }) =>
            members.length > 0 && (
              <fieldset key={group}>
                <legend>{i18n.t(`staging.group.${group}`)}</legend>
                {members.map((field) => (
                  <label className="pick" key={field.name}>
                    <input
                      type="checkbox"
                      data-testid={`staging-field-${field.name}`}
                      checked={chosen.includes(field.name)}
                      onChange={(event) => chooseField(object, field.name, event.target.checked)}
                    />
                    <bdi>{field.label}</bdi>
                    <span className="meta">{noteOf(field)}</span>
                  </label>
                ))}
              </fieldset>
            ),
        )}
        {groups.every(({ members }) => members.length === 0) && <p className="meta">{i18n.t('staging.noField')}</p>}
      </section>
    </div>
  );
}
