import type { ReactNode } from 'react';
import { i18n } from '#i18n';
import type { AlertInfo } from '../../lib/core/alerts';
import { objectText, whenText } from '../words';
import { Icon } from './Icon';

interface AlertStripProps {
  alert: AlertInfo;
  language: string;
  /** What can be done about it. */
  children?: ReactNode;
}

/** People who are named in one sentence. */
const NAMES = 3;

/** One alert: how much it matters in words, what happened and when, and what that means for the data. */
export function AlertStrip({ alert, language, children }: AlertStripProps) {
  const { severity, rule, who, listed, ref, name, claims, at } = alert;
  const record = name ?? `${objectText(ref.object)} ${ref.id}`;
  const when = whenText(at, Date.now(), language);
  const by = [...new Set(claims.map((one) => one.by))].filter(Boolean).slice(0, NAMES);
  const people = new Intl.ListFormat(language, { type: 'conjunction' }).format(by);
  return (
    <div
      className={severity === 'action' ? 'strip danger' : 'strip unknown'}
      role="status"
      data-testid="alert"
      data-rule={rule}
      data-severity={severity}
    >
      <Icon name="warning" />
      <div className="grow">
        <p>
          <strong>{i18n.t(`alerts.severity.${severity}`)}</strong>
        </p>
        <p>
          {listed
            ? i18n.t(`alerts.${rule}.agent`, { who, record, when })
            : i18n.t(`alerts.${rule}.unlisted`, { who, record, when })}{' '}
          {people ? i18n.t(`alerts.${rule}.claims`, { by: people }) : i18n.t(`alerts.${rule}.none`)}
        </p>
        {children && <div className="row actions">{children}</div>}
      </div>
    </div>
  );
}
