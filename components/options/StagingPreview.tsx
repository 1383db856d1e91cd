import { i18n } from '#i18n';
import type { Crm } from '../../lib/core/types';
import { knownAs, newCount, type PlanItem, type StagingRun } from '../../lib/core/wizard';
import { Icon } from '../ui/Icon';
import { objectName, partText, typeText } from './StagingWords';

interface PreviewProps {
  crm: Crm;
  items: PlanItem[];
  run: StagingRun | null;
}

/** Step 3: exactly what will be created, and what is there already. */
export function StagingPreview({ crm, items, run }: PreviewProps) {
  const objects = [...new Set(items.map(({ object }) => object))];
  const fresh = newCount(items);
  const there = items.filter(({ exists }) => exists).length;
  // Whether the right is there can only be found by asking for a field; a refusal from before is remembered.
  const refused = (object: string) => run?.items.some((one) => one.object === object && one.state === 'forbidden');
  return (
    <>
      <p className="lead">
        <strong data-testid="staging-total">{i18n.t('staging.cost', fresh)}</strong>
        {there > 0 && `, ${i18n.t('staging.there', there)}`}. {i18n.t('staging.cap', { crm: i18n.t(`crm.${crm}`) })}
      </p>
      {objects.map((object) => (
        <div className="panel table" key={object}>
          <table className="plan">
            <thead>
              <tr>
                <th scope="col">{objectName(object)}</th>
                <th scope="col">{i18n.t('staging.names.name')}</th>
                <th scope="col">{i18n.t('staging.type.title')}</th>
                <th scope="col">{i18n.t('staging.state.title')}</th>
              </tr>
            </thead>
            <tbody>
              {items
                .filter((item) => item.object === object)
                .map((item) => {
                  const state = stateOf(item, refused(object) === true);
                  return (
                    <tr
                      key={`${item.part}/${item.field}`}
                      data-testid={`staging-plan-${knownAs(item)}`}
                      data-state={state}
                    >
                      <th scope="row">
                        <bdi>{partText(item)}</bdi>
                      </th>
                      <td>
                        <code>{knownAs(item)}</code>
                      </td>
                      <td className="meta">{typeText(item.sort, crm)}</td>
                      <td>
                        <span className={`state ${state}`}>
                          {state !== 'new' && <Icon name={state === 'noRight' ? 'warning' : 'check'} />}
                          {i18n.t(`staging.state.${state}`)}
                        </span>
                      </td>
                    </tr>
                  );
                })}
            </tbody>
          </table>
        </div>
      ))}
    </>
  );
}

function stateOf({ exists, shared }: PlanItem, refused: boolean): 'exists' | 'shared' | 'noRight' | 'new' {
  if (exists) return 'exists';
  if (refused) return 'noRight';
  return shared ? 'shared' : 'new';
}
