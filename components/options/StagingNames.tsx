import { useId, useMemo } from 'react';
import { i18n } from '#i18n';
import type { TeamFile } from '../../lib/core/team';
import type { Crm } from '../../lib/core/types';
import {
  type Choices,
  choosesNames,
  type NameProblem,
  nameKey,
  type PlanItem,
  pickable,
  planOf,
  type WizardField,
  type WizardObject,
} from '../../lib/core/wizard';
import { nameField, namePart } from '../../lib/stores/staging';
import { nameBeside, nameProblemText, objectName, partText } from './StagingWords';

interface NamesProps {
  crm: Crm;
  objects: WizardObject[];
  team: TeamFile;
  choices: Choices;
  items: PlanItem[];
  problems: ReadonlyMap<string, NameProblem>;
}

interface TableProps extends Omit<NamesProps, 'team'> {
  /** The plan as it would be had nobody typed or picked a name. */
  untouched: PlanItem[];
}

/** More existing fields than these are found by typing their names. */
const OFFERED = 200;
const NONE: WizardField[] = [];

/** Step 2: what each field is called, or which existing one is used instead. */
export function StagingNames(props: NamesProps) {
  const { crm, objects, team, choices, items } = props;
  const untouched = planOf(crm, objects, team, { ...choices, names: [], parts: {} });
  const named = items.filter(({ part }) => part === 'field');
  const first = items.find(({ part }) => part !== 'field')?.object;
  return (
    <>
      <p className="lead">
        {i18n.t(choosesNames(crm) ? 'staging.names.lead' : 'staging.names.leadLabels', { crm: i18n.t(`crm.${crm}`) })}
      </p>
      {objects.map(({ object }) => {
        const own = named.filter((item) => item.object === object);
        return (
          own.length > 0 && (
            <NameTable key={object} {...props} untouched={untouched} title={objectName(object)} rows={own} />
          )
        );
      })}
      <NameTable
        {...props}
        untouched={untouched}
        title={i18n.t('staging.names.every')}
        rows={items.filter(({ part, object }) => part !== 'field' && object === first)}
      />
    </>
  );
}

function NameTable({ title, rows, ...props }: TableProps & { title: string; rows: PlanItem[] }) {
  return (
    <div className="panel table">
      <table className="names">
        <thead>
          <tr>
            <th scope="col">{title}</th>
            <th scope="col">{i18n.t('staging.names.name')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((item) => (
            <NameRow key={nameKey(item)} {...props} item={item} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function NameRow({ crm, objects, choices, items, untouched, problems, item }: TableProps & { item: PlanItem }) {
  const id = useId();
  const problem = problems.get(nameKey(item));
  const set = (name: string | null) =>
    item.part === 'field' ? nameField(item.object, item.field ?? '', name) : namePart(item.part, name);
  const typed = typedName(choices, item) ?? item.name;
  const fields = objects.find(({ object }) => object === item.object)?.fields ?? NONE;
  const { sort, field: of } = item;
  const existing = useMemo(() => pickable(crm, fields, { sort, field: of }).slice(0, OFFERED), [crm, fields, sort, of]);
  const proposed = untouched.find((one) => one.object === item.object && nameKey(one) === nameKey(item));
  const usual = (choosesNames(crm) ? proposed?.name : proposed?.label) ?? '';
  const label = i18n.t('staging.names.for', { field: partText(item) });
  // One of the three parts has a row for all objects, and may exist on some of them only.
  const there = items.filter((one) => nameKey(one) === nameKey(item)).map(({ exists }) => exists);
  const note = problem
    ? nameProblemText(problem, crm)
    : there.every(Boolean)
      ? i18n.t('staging.names.exists', { label: item.label })
      : i18n.t(there.some(Boolean) ? 'staging.names.some' : 'staging.names.isNew');
  return (
    <tr>
      <th scope="row">
        <bdi>{partText(item)}</bdi>
        {item.field && <span className="meta block">{nameBeside(item.field)}</span>}
      </th>
      <td>
        <div className="row">
          {choosesNames(crm) ? (
            <>
              <input
                className="name"
                data-testid={`staging-name-${item.field ?? item.part}`}
                aria-label={label}
                aria-invalid={problem !== undefined}
                aria-describedby={`${id}-note`}
                list={`${id}-existing`}
                spellCheck={false}
                autoComplete="off"
                value={typed}
                onChange={(event) => set(event.target.value)}
              />
              <datalist id={`${id}-existing`}>
                {existing.map((field) => (
                  <option key={field.name} value={field.name}>
                    {field.label}
                  </option>
                ))}
              </datalist>
            </>
          ) : (
            <select
              className="name"
              data-testid={`staging-name-${item.field ?? item.part}`}
              aria-label={label}
              aria-invalid={problem !== undefined}
              aria-describedby={`${id}-note`}
              value={typedName(choices, item) ?? ''}
              onChange={(event) => set(event.target.value || null)}
            >
              <option value="">{usual}</option>
              {existing.map((field) => (
                <option key={field.name} value={item.part === 'field' ? field.name : field.label}>
                  {field.label}
                </option>
              ))}
            </select>
          )}
          <span className={problem ? 'wrong' : 'meta'} id={`${id}-note`} data-testid="staging-name-note">
            {note}
          </span>
          {problem && typed !== usual && (
            <button type="button" className="text-button" onClick={() => set(null)}>
              {i18n.t('staging.names.usual')}
            </button>
          )}
        </div>
      </td>
    </tr>
  );
}

/** What a person typed or picked. */
function typedName({ names, parts }: Choices, { object, part, field }: PlanItem): string | undefined {
  if (part !== 'field') return parts[part];
  return names.find((one) => one.object === object && one.field === field)?.name;
}
