import { type FormEvent, useState } from 'react';
import { i18n } from '#i18n';
import { CONTROL_NAME, type ControlInfo, type ControlPreview } from '../../lib/core/control';
import type { Crm } from '../../lib/core/types';
import { exactTime } from '../../lib/i18n/time';
import { whoText } from '../../lib/i18n/who';
import { adoptFound, createNew, dropPreview, findControl, leaveRecord } from '../../lib/stores/control';
import { Icon } from '../ui/Icon';
import { objectText } from '../words';
import { troubleText } from './ControlWords';

interface ChooseProps {
  info: ControlInfo;
  preview: ControlPreview | null;
  crm: Crm;
  language: string;
  busy: boolean;
  writers: number;
}

/** Choosing the control record: one that a colleague uses already, an empty one, or a new one. Nothing is written unseen. */
export function ControlChoose({ info, preview, crm, language, busy, writers }: ChooseProps) {
  const [address, setAddress] = useState('');
  const [creating, setCreating] = useState(false);
  const { chars, room, text } = info;
  const full = chars > room ? troubleText({ kind: 'full', chars, room }, crm, language) : null;
  const size = chars.toLocaleString(language);
  const look = (event: FormEvent) => {
    event.preventDefault();
    setCreating(false);
    void findControl(address);
  };
  if (info.made) {
    return (
      <div className="strip unknown" role="status" data-testid="control-unfinished">
        <Icon name="warning" />
        <div className="grow stack">
          <p>{i18n.t('control.unfinished')}</p>
          <div className="row">
            <button
              type="button"
              className="button"
              data-testid="control-go-on"
              disabled={busy}
              onClick={() => void createNew()}
            >
              {i18n.t('control.goOn')}
            </button>
            <button type="button" className="button" disabled={busy} onClick={() => void leaveRecord()}>
              {i18n.t('options.accounts.cancel')}
            </button>
          </div>
        </div>
      </div>
    );
  }
  return (
    <>
      <form className="form" onSubmit={look}>
        <label>
          {i18n.t('control.address')}
          <input
            type="url"
            required
            maxLength={2000}
            dir="ltr"
            data-testid="control-address"
            value={address}
            onChange={({ target }) => setAddress(target.value)}
          />
          <span className="meta">{i18n.t('control.addressHint')}</span>
        </label>
        <div className="row">
          <button type="submit" className="button" data-testid="control-find" disabled={busy}>
            {i18n.t('control.find')}
          </button>
          <button
            type="button"
            className="button ghost"
            data-testid="control-create"
            disabled={busy}
            onClick={() => {
              dropPreview();
              setCreating(true);
            }}
          >
            {i18n.t('control.create')}
          </button>
          <span className="meta" role="status">
            {busy && i18n.t('control.looking')}
          </span>
        </div>
      </form>
      {preview?.kind === 'trouble' && (
        <p className="strip unknown" role="status" data-testid="control-trouble" data-kind={preview.trouble.kind}>
          <Icon name="warning" />
          <span>{troubleText(preview.trouble, crm, language)}</span>
        </p>
      )}
      {preview?.kind === 'theirs' && (
        <Asking
          yes={i18n.t('control.acceptYes')}
          no={dropPreview}
          testId="control-accept"
          onYes={adoptFound}
          busy={busy}
        >
          <p>
            <strong>{i18n.t('control.theirs', { title: preview.title })}</strong>
          </p>
          <p data-testid="control-writer">
            {i18n.t('control.writtenBy', {
              who: whoText(preview.who),
              time: exactTime(preview.at, language),
            })}{' '}
            {preview.calls !== null &&
              preview.calls !== whoText(preview.who) &&
              i18n.t('control.calls', { name: preview.calls })}
          </p>
          <p>{agentsOf(preview.team.writers)}</p>
          <p className="meta" data-testid="control-hash">
            {i18n.t('control.theirHash', { hash: preview.hash })}
          </p>
          <p>{i18n.t('control.accept', { n: writers })}</p>
        </Asking>
      )}
      {preview?.kind === 'empty' && (
        <Writing
          what={i18n.t('control.writes', { title: preview.title, chars: size })}
          yes={i18n.t('control.writeYes')}
          testId="control-write"
          {...{ text, full, busy }}
          no={dropPreview}
          onYes={adoptFound}
        />
      )}
      {creating && !preview && (
        <Writing
          what={i18n.t('control.makes', { kind: objectText(info.kind), name: CONTROL_NAME, chars: size })}
          yes={i18n.t('control.createYes')}
          testId="control-create"
          {...{ text, full, busy }}
          no={() => setCreating(false)}
          onYes={createNew}
        />
      )}
    </>
  );
}

function agentsOf(writers: readonly { role: string; name: string }[]): string {
  const agents = writers.filter(({ role }) => role === 'agent').map(({ name }) => name);
  const n = writers.length;
  return agents.length > 0
    ? i18n.t('control.theirAgents', { n, agents: agents.join(', ') })
    : i18n.t('control.theirNoAgents', { n });
}

interface AskingProps {
  yes: string;
  no(): void;
  onYes(): Promise<void>;
  testId: string;
  busy: boolean;
  children: React.ReactNode;
}

function Asking({ yes, no, onYes, testId, busy, children }: AskingProps) {
  return (
    <div className="strip unknown" role="alertdialog" aria-label={yes} data-testid={`${testId}-dialog`}>
      <Icon name="file" />
      <div className="grow stack">
        {children}
        <div className="row">
          <button
            type="button"
            className="button primary"
            data-testid={`${testId}-yes`}
            disabled={busy}
            onClick={() => void onYes()}
          >
            {yes}
          </button>
          <button type="button" className="button" onClick={no}>
            {i18n.t('options.accounts.cancel')}
          </button>
        </div>
      </div>
    </div>
  );
}

type WritingProps = Omit<AskingProps, 'children'> & {
  what: string;
  text: string;
  /** Why it does not fit, in words. */
  full: string | null;
};

/** What will be written, word by word; a text that does not fit is refused before anything is. */
function Writing({ what, text, full, ...asking }: WritingProps) {
  if (full) {
    return (
      <p className="strip danger" role="alert" data-testid="control-full">
        <Icon name="warning" />
        <span>{full}</span>
      </p>
    );
  }
  return (
    <Asking {...asking}>
      <p>{what}</p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls has to be reachable by keyboard. */}
      <pre className="copy" tabIndex={0} dir="ltr" data-testid="control-text">
        {JSON.stringify(JSON.parse(text), null, 2)}
      </pre>
    </Asking>
  );
}
