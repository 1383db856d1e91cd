import { useState } from 'react';
import { i18n } from '#i18n';
import type { StagingRun } from '../../lib/core/wizard';
import { stopWork, undoCreated } from '../../lib/stores/staging';
import { Icon } from '../ui/Icon';
import { objectName } from './StagingWords';

interface UndoProps {
  created: StagingRun['created'];
  /** The control record, where Countersign made it. */
  record: { title: string } | null;
  working: boolean;
  crm: string;
}

/** Takes back what the wizard created, after asking once with the whole list. */
export function StagingUndo({ created, record, working, crm }: UndoProps) {
  const [asking, setAsking] = useState(false);
  if (working) {
    return (
      <div className="row undo" role="status">
        <span className="grow">{i18n.t('staging.undo.going', created.length)}</span>
        <button type="button" className="button" onClick={stopWork}>
          {i18n.t('staging.cancel')}
        </button>
      </div>
    );
  }
  if (!asking) {
    return (
      <div className="row undo">
        <span className="meta">
          {created.length > 0 && i18n.t('staging.undo.made', created.length)} {record && i18n.t('control.undo.made')}
        </span>
        <button type="button" className="button ghost" data-testid="staging-undo" onClick={() => setAsking(true)}>
          {i18n.t('staging.undo.ask')}
        </button>
      </div>
    );
  }
  return (
    <div className="strip danger undo" role="alertdialog" aria-label={i18n.t('staging.undo.ask')}>
      <Icon name="warning" />
      <div className="grow">
        <p>{i18n.t('staging.undo.what', { crm })}</p>
        <ul data-testid="staging-undo-list">
          {record && (
            <li>
              <bdi>{record.title}</bdi> <span className="meta">{i18n.t('control.undo.record')}</span>
            </li>
          )}
          {created.map(({ object, name, label }) => (
            <li key={`${object}/${name}`}>
              <bdi>{label}</bdi> <span className="meta">{objectName(object)}</span>
            </li>
          ))}
        </ul>
        <div className="row">
          <button
            type="button"
            className="button danger"
            data-testid="staging-undo-yes"
            onClick={() => {
              setAsking(false);
              undoCreated();
            }}
          >
            {created.length > 0 ? i18n.t('staging.undo.yes', created.length) : i18n.t('control.undo.yes')}
          </button>
          <button type="button" className="button" onClick={() => setAsking(false)}>
            {i18n.t('options.accounts.cancel')}
          </button>
        </div>
      </div>
    </div>
  );
}
