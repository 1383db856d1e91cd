import { useEffect } from 'react';
import { useStore } from 'zustand';
import { i18n } from '#i18n';
import type { Connection } from '../../lib/core/account';
import { type ControlView, controlStore, openControl } from '../../lib/stores/control';
import { Icon } from '../ui/Icon';
import { ControlChoose } from './ControlChoose';
import { ControlState } from './ControlState';
import { failedText } from './ControlWords';

interface ControlPanelProps {
  connection: Pick<Connection, 'crm' | 'account'>;
  language: string;
  /** Of the team file as it is on this machine; with another one the record is looked at again. */
  hash: string;
  /** How many writers it lists. */
  writers: number;
  wide?: boolean;
}

/** The record that carries the team file: which one, whether it says the same, and what to do where it does not. */
export function ControlPanel({ connection, language, hash, writers, wide }: ControlPanelProps) {
  const { crm, account } = connection;
  const state = useStore(controlStore);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another hash is another file to compare.
  useEffect(() => void openControl(crm, account), [crm, account, hash]);
  const { info, failed, busy } = state;
  const room = info?.room.toLocaleString(language) ?? '';
  if (!info || state.account?.account !== account) return null;
  return (
    <section
      className={wide ? 'panel wide' : 'panel'}
      aria-labelledby="control-title"
      aria-busy={busy}
      data-testid="control"
    >
      <h2 id="control-title">{i18n.t('control.title')}</h2>
      <p className="meta">{i18n.t('control.lead')}</p>
      {info.record ? (
        <ControlState info={info} record={info.record} crm={crm} language={language} busy={busy} />
      ) : (
        <ControlChoose
          info={info}
          preview={state.preview}
          crm={crm}
          language={language}
          busy={busy}
          writers={writers}
        />
      )}
      {failed && (
        <p className="strip danger" role="alert" data-testid="control-failed">
          <Icon name="warning" />
          <span>{failedWords(failed, crm, language)}</span>
        </p>
      )}
      <p className="meta" data-testid="control-size">
        {i18n.t('control.size', { chars: info.chars.toLocaleString(language), room })}
        {crm === 'pipedrive' && `. ${i18n.t('control.pipedrive', { room })}`}
      </p>
    </section>
  );
}

function failedWords(failed: NonNullable<ControlView['failed']>, crm: Connection['crm'], language: string): string {
  if (failed === 'noRecord') return i18n.t('control.noRecord', { crm: i18n.t(`crm.${crm}`) });
  if (failed === 'changedMeanwhile') return i18n.t('control.changedMeanwhile');
  return failedText(failed, crm, language);
}
