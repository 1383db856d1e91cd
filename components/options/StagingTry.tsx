import { useState } from 'react';
import { i18n } from '#i18n';
import type { Connection } from '../../lib/core/account';
import { stagingOf } from '../../lib/core/staging';
import type { TeamFile } from '../../lib/core/team';
import { choosable, exampleField, exampleOf, type StagingRun, type WizardObject } from '../../lib/core/wizard';
import { CopyBox } from './StagingCopy';
import { objectName } from './StagingWords';

interface TryProps {
  connection: Pick<Connection, 'crm' | 'apiHost'>;
  objects: WizardObject[];
  team: TeamFile;
  run: StagingRun | null;
}

/** Step 5: how an agent proposes a value, with this account's own field names. */
export function StagingTry({ connection, objects, team, run }: TryProps) {
  const { crm, apiHost } = connection;
  const inRun = objects.filter(({ object, fields }) => fields && run?.items.some((item) => item.object === object));
  const [chosen, setChosen] = useState(inRun[0]?.object ?? '');
  const object = inRun.find((one) => one.object === chosen) ?? inRun[0];
  if (!object?.fields) return null;
  const staging = stagingOf(crm, object.object, object.fields, team);
  const { suggested, others } = choosable(crm, object.object, object.fields, team);
  const own = run?.items.flatMap((item) => (item.object === object.object && item.field ? [item.field] : [])) ?? [];
  const field = exampleField([...suggested, ...others], staging, own);
  if (!field) return null;
  return (
    <section className="panel wide" aria-label={i18n.t('staging.step.try')}>
      <p>{i18n.t('staging.try.lead', { field: field.label })}</p>
      {inRun.length > 1 && (
        <select
          className="button"
          aria-label={i18n.t('staging.objects')}
          data-testid="staging-example-object"
          value={object.object}
          onChange={(event) => setChosen(event.target.value)}
        >
          {inRun.map((one) => (
            <option key={one.object} value={one.object}>
              {objectName(one.object)}
            </option>
          ))}
        </select>
      )}
      <CopyBox text={exampleOf(crm, apiHost, object.object, staging, field)} testId="staging-example" />
      <p className="meta">{i18n.t('staging.try.how')}</p>
      {crm === 'salesforce' && <p className="meta">{i18n.t('staging.try.rights')}</p>}
    </section>
  );
}
