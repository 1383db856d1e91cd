import { useEffect } from 'react';
import { useStore } from 'zustand';
import { i18n } from '#i18n';
import { isComplete, nameProblems, newCount, type PlanItem, planOf } from '../../lib/core/wizard';
import { controlStore, openControl } from '../../lib/stores/control';
import type { OptionsState } from '../../lib/stores/options';
import {
  createPlanned,
  goTo,
  openStaging,
  reload,
  STEPS,
  type StagingState,
  type Step,
  stagingStore,
} from '../../lib/stores/staging';
import { Icon } from '../ui/Icon';
import { AccountHead } from './AccountHead';
import { ControlPanel } from './ControlPanel';
import { StagingChoose } from './StagingChoose';
import { StagingCreate } from './StagingCreate';
import { StagingNames } from './StagingNames';
import { StagingPreview } from './StagingPreview';
import { StagingTry } from './StagingTry';
import { StagingUndo } from './StagingUndo';
import { problemText } from './StagingWords';

type StagingProps = Pick<OptionsState, 'connections' | 'chosen' | 'team'> & {
  language: string;
  onChoose(connection: string): void;
};

/** The set-up of the fields in which agents propose values: choose, name, look, create, try. */
export function Staging({ connections, chosen, team: shown, language, onChoose }: StagingProps) {
  const state = useStore(stagingStore);
  const connection = connections?.find(({ id }) => id === chosen) ?? connections?.[0];
  const { crm, account } = connection ?? {};
  useEffect(() => {
    if (!crm || !account) return;
    void openStaging(crm, account);
    void openControl(crm, account);
  }, [crm, account]);

  const { step, objects, team, choices, run, problem } = state;
  const created = run?.created ?? [];
  const made = useStore(controlStore, ({ info }) => (info?.made && info.record ? info.record : null));
  const ready = connection && objects && team && state.account?.account === account ? { objects, team } : null;
  const items = ready && crm ? planOf(crm, ready.objects, ready.team, choices) : [];
  const problems = ready && crm ? nameProblems(crm, ready.objects, ready.team, items) : new Map();
  return (
    <>
      <AccountHead
        title={i18n.t('staging.title')}
        lead={i18n.t('staging.lead')}
        connections={connections}
        chosen={chosen}
        onChoose={onChoose}
      />
      {connection && !ready && !problem && <p role="status">{i18n.t('staging.loading', { crm: name(connection) })}</p>}
      {connection && problem && step !== 'create' && (
        <div className="strip danger" role="alert" data-testid="staging-problem" data-kind={problem.kind}>
          <Icon name="warning" />
          <div className="grow">
            <p>{problemText(problem, connection.crm, language)}</p>
            <button type="button" className="text-button" onClick={() => void reload()}>
              {i18n.t('staging.again')}
            </button>
          </div>
        </div>
      )}
      {connection && ready && (
        <>
          <Steps state={state} reachable={(one) => reachable(one, state, items, problems.size)} />
          {state.removed !== null && state.removed > 0 && (
            <p className="strip done" role="status" data-testid="staging-removed">
              <Icon name="check" />
              <span>{i18n.t('staging.undo.done', state.removed)}</span>
            </p>
          )}
          {step === 'choose' && <StagingChoose {...ready} crm={connection.crm} choices={choices} />}
          {step === 'names' && (
            <StagingNames {...ready} crm={connection.crm} choices={choices} items={items} problems={problems} />
          )}
          {step === 'preview' && <StagingPreview crm={connection.crm} items={items} run={run} />}
          {step === 'create' && run && (
            <StagingCreate crm={connection.crm} run={run} state={state} language={language} layout={choices.layout} />
          )}
          {step === 'try' && <StagingTry {...ready} connection={connection} run={run} />}
          {step === 'try' && shown && (
            <ControlPanel
              connection={connection}
              language={language}
              hash={shown.hash}
              writers={shown.file.writers.length}
              wide
            />
          )}
          <Foot state={state} items={items} blocked={problems.size > 0} account={connection.label} />
          {(created.length > 0 || made) && state.working !== 'create' && step !== 'names' && step !== 'preview' && (
            <StagingUndo created={created} record={made} working={state.working === 'undo'} crm={name(connection)} />
          )}
        </>
      )}
    </>
  );
}

const name = ({ crm }: { crm: 'hubspot' | 'salesforce' | 'pipedrive' }) => i18n.t(`crm.${crm}`);

/** Where a person can go by the list of steps. Nothing is lost by going back. */
function reachable(
  step: Step,
  { working, run, step: current }: StagingState,
  items: PlanItem[],
  wrong: number,
): boolean {
  if (working) return step === current;
  if (step === 'choose') return true;
  if (step === 'names') return items.length > 0;
  if (step === 'preview') return items.length > 0 && wrong === 0;
  if (step === 'create') return (run?.items.length ?? 0) > 0;
  return run !== null && run.items.length > 0 && isComplete(run);
}

function Steps({ state, reachable }: { state: StagingState; reachable(step: Step): boolean }) {
  const at = STEPS.indexOf(state.step);
  return (
    <nav aria-label={i18n.t('staging.steps')} className="steps">
      <ol>
        {STEPS.map((step, index) => (
          <li key={step} aria-current={index === at ? 'step' : undefined}>
            <button type="button" className="step" disabled={!reachable(step)} onClick={() => goTo(step)}>
              <span className="place">{index + 1}</span>
              {i18n.t(`staging.step.${step}`)}
              {index < at && <span className="visually-hidden">{i18n.t('staging.stepDone')}</span>}
            </button>
          </li>
        ))}
      </ol>
    </nav>
  );
}

interface FootProps {
  state: StagingState;
  items: PlanItem[];
  /** True while a name cannot be used. */
  blocked: boolean;
  account: string;
}

/** Back, and the one thing to do next with what it will do. */
function Foot({ state, items, blocked, account }: FootProps) {
  const { step, run, working, choices } = state;
  const before = STEPS[STEPS.indexOf(step) - 1];
  const fresh = newCount(items);
  const note =
    step === 'choose' && choices.objects.length === 0
      ? i18n.t('staging.chooseFirst')
      : step === 'preview'
        ? i18n.t('staging.into', { account })
        : '';
  if (working) return null;
  return (
    <div className={step === 'choose' || step === 'create' ? 'row foot narrow' : 'row foot'}>
      {before && (
        <button type="button" className="button ghost" data-testid="staging-back" onClick={() => goTo(before)}>
          {i18n.t('staging.back')}
        </button>
      )}
      <span className="grow meta">{note}</span>
      {step === 'choose' && <Next to="names" disabled={choices.objects.length === 0} />}
      {step === 'names' && <Next to="preview" disabled={blocked} />}
      {step === 'preview' && (
        <button
          type="button"
          className="button primary"
          data-testid="staging-create"
          onClick={() => void createPlanned()}
        >
          {fresh === 0 ? i18n.t('staging.use') : i18n.t('staging.create', fresh)}
        </button>
      )}
      {step === 'create' && run && isComplete(run) && <Next to="try" disabled={false} />}
    </div>
  );
}

function Next({ to, disabled }: { to: Step; disabled: boolean }) {
  return (
    <button
      type="button"
      className="button primary"
      data-testid="staging-next"
      disabled={disabled}
      onClick={() => goTo(to)}
    >
      {i18n.t('staging.next')}
    </button>
  );
}
