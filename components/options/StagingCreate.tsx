import { i18n } from '#i18n';
import type { Crm } from '../../lib/core/types';
import { helpKey, isCap, isComplete, knownAs, type Layout, type RunItem, type StagingRun } from '../../lib/core/wizard';
import { translate } from '../../lib/i18n/translate';
import { goTo, resumeCreating, type StagingState, setLayout, stopWork } from '../../lib/stores/staging';
import { Icon } from '../ui/Icon';
import { CopyBox } from './StagingCopy';
import { objectName, partText, problemText, typeText } from './StagingWords';

interface CreateProps {
  crm: Crm;
  run: StagingRun;
  state: Pick<StagingState, 'working' | 'stopping' | 'problem'>;
  language: string;
  layout: Layout;
}

/** Step 4: one field after the other, with what became of each. */
export function StagingCreate({ crm, run, state, language, layout }: CreateProps) {
  const { working, stopping } = state;
  const objects = [...new Set(run.items.map(({ object }) => object))];
  const ready = run.items.filter((item) => item.state === 'done' || item.state === 'exists').length;
  const total = run.items.length;
  const forbidden = run.items.filter((item) => item.state === 'forbidden');
  const problem = state.problem ?? run.items.find((item) => item.state === 'failed')?.problem ?? null;
  const cap = layout === 'visible' && run.items.some((item) => isCap(item.problem));
  const complete = isComplete(run);
  return (
    <>
      <div className="row look narrow">
        <progress
          value={ready}
          max={total}
          aria-label={i18n.t('staging.step.create')}
          aria-valuetext={progressText(ready, total)}
        />
        <span className="grow" role="status" data-testid="staging-progress" data-done={ready} data-total={total}>
          {progressText(ready, total)}
          {complete && ` ${i18n.t('staging.complete')}`}
        </span>
        {working === 'create' && (
          <button type="button" className="button" data-testid="staging-cancel" disabled={stopping} onClick={stopWork}>
            {i18n.t(stopping ? 'staging.stopping' : 'staging.cancel')}
          </button>
        )}
        {!working && !complete && (
          <button type="button" className="button primary" data-testid="staging-resume" onClick={resumeCreating}>
            {i18n.t(forbidden.length > 0 && !problem ? 'staging.check' : 'staging.resume')}
          </button>
        )}
      </div>
      {!working && problem && (
        <div className="strip danger" role="alert" data-testid="staging-problem" data-kind={problem.kind}>
          <Icon name="warning" />
          <p className="grow">{problemText(problem, crm, language)}</p>
        </div>
      )}
      {!working && cap && (
        <div className="strip unknown">
          <Icon name="warning" />
          <div className="grow">
            <p>{i18n.t('staging.capReached')}</p>
            <button
              type="button"
              className="button"
              data-testid="staging-compact"
              onClick={() => {
                setLayout('compact');
                goTo('preview');
              }}
            >
              {i18n.t('staging.toCompact')}
            </button>
          </div>
        </div>
      )}
      {objects.map((object) => (
        <section className="panel" key={object} aria-label={objectName(object)}>
          <h2>{objectName(object)}</h2>
          <ul className="items">
            {run.items
              .filter((item) => item.object === object)
              .map((item) => (
                <Item key={`${item.part}/${item.field}`} item={item} />
              ))}
          </ul>
        </section>
      ))}
      {!working && forbidden.length > 0 && <AdminList crm={crm} items={forbidden} />}
    </>
  );
}

const progressText = (done: number, total: number) => i18n.t('staging.progress', { done, total });

function Item({ item }: { item: RunItem }) {
  const { state } = item;
  const icon =
    state === 'done' || state === 'exists' ? 'check' : state === 'failed' || state === 'forbidden' ? 'warning' : null;
  const known = knownAs(item);
  return (
    <li className="item" data-testid={`staging-item-${known}`} data-state={state} data-name={item.name}>
      <span className="tick">{icon ? <Icon name={icon} /> : null}</span>
      <span className="grow">
        <bdi>{partText(item)}</bdi> <code className="meta">{known}</code>
      </span>
      <span className="meta">{i18n.t(`staging.item.${state}`)}</span>
    </li>
  );
}

/** What an administrator has to create where this key may not. */
function AdminList({ crm, items }: { crm: Crm; items: RunItem[] }) {
  const missing = [...new Set(items.map(({ problem }) => problem?.missing ?? problem?.message ?? ''))].filter(Boolean);
  return (
    <section className="panel" aria-label={i18n.t('staging.admin.title')}>
      <h2>{i18n.t('staging.admin.title')}</h2>
      <p>{i18n.t('staging.admin.lead', { crm: i18n.t(`crm.${crm}`), missing: missing.join(', ') })}</p>
      <CopyBox text={adminText(crm, items)} testId="staging-admin-list" />
    </section>
  );
}

function adminText(crm: Crm, items: RunItem[]): string {
  const objects = [...new Set(items.map(({ object }) => object))];
  return objects
    .map((object) => {
      const lines = items
        .filter((item) => item.object === object)
        .map((item) =>
          [
            // Pipedrive makes the name itself.
            crm === 'pipedrive' ? null : i18n.t('staging.admin.name', { name: item.name }),
            i18n.t('staging.admin.label', { label: item.label }),
            i18n.t('staging.admin.type', { type: typeText(item.sort, crm) }),
            i18n.t('staging.admin.help', { help: translate(helpKey(item), { field: item.fieldLabel ?? '' }) }),
          ]
            .filter(Boolean)
            .join('\n'),
        );
      return [objectName(object), ...lines].join('\n\n');
    })
    .join('\n\n\n');
}
