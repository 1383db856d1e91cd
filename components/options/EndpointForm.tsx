import { type FormEvent, useId, useState } from 'react';
import { i18n } from '#i18n';
import { VALUES, type Values } from '../../lib/core/events';
import { type EndpointInfo, isEndpointUrl } from '../../lib/core/outbox';
import { CHOSEN_TYPES } from '../../lib/core/signals';
import { isSecret } from '../../lib/core/webhookSecret';
import type { EndpointInput, SignalsView } from '../../lib/stores/signals';
import { Icon } from '../ui/Icon';

interface EndpointFormProps extends Pick<SignalsView, 'sample'> {
  /** The one that is changed; without it one is added. */
  endpoint?: EndpointInfo;
  /** Asks the person for the right to send to this address. @returns whether it was given */
  onAllow(url: string): Promise<boolean>;
  onSave(to: EndpointInput): Promise<void>;
  onCancel?(): void;
}

/** An endpoint: its address and secret, which signals it is sent, and what is said of their values. */
export function EndpointForm({ endpoint, sample, onAllow, onSave, onCancel }: EndpointFormProps) {
  const [url, setUrl] = useState(endpoint?.url ?? '');
  const [values, setValues] = useState<Values>(endpoint?.values ?? 'none');
  const [types, setTypes] = useState(endpoint?.types ?? [...CHOSEN_TYPES]);
  const [secret, setSecret] = useState('');
  const [wrong, setWrong] = useState<string | null>(null);
  const says = useId();

  async function save(event: FormEvent) {
    event.preventDefault();
    const address = url.trim();
    if (!isEndpointUrl(address)) return setWrong(i18n.t('signals.badUrl'));
    if (secret.trim() && !isSecret(secret.trim())) return setWrong(i18n.t('signals.badSecret'));
    if (types.length === 0) return setWrong(i18n.t('signals.noType'));
    // Asked for first: browsers take it only from the click itself.
    if (!(await onAllow(address))) {
      return setWrong(endpoint ? i18n.t('signals.notAllowedChange') : i18n.t('signals.notAllowed'));
    }
    setWrong(null);
    const all = types.length === CHOSEN_TYPES.length;
    await onSave({ url: address, values, types: all ? null : types, secret: secret.trim() });
    if (endpoint) return;
    setUrl('');
    setSecret('');
    setTypes([...CHOSEN_TYPES]);
  }

  return (
    <form className="panel form" data-testid="endpoint-form" noValidate onSubmit={(event) => void save(event)}>
      <h2>{i18n.t(endpoint ? 'signals.change' : 'signals.add')}</h2>
      <label>
        {i18n.t('signals.url')}
        <input
          type="url"
          dir="ltr"
          data-testid="endpoint-url"
          placeholder="https://"
          value={url}
          aria-invalid={wrong !== null}
          aria-describedby={wrong ? says : undefined}
          onChange={(event) => setUrl(event.target.value)}
        />
      </label>
      <label>
        {i18n.t(endpoint ? 'signals.secretKept' : 'signals.secretLabel')}
        <input
          type="password"
          dir="ltr"
          autoComplete="off"
          data-testid="endpoint-own-secret"
          placeholder="whsec_…"
          value={secret}
          onChange={(event) => setSecret(event.target.value)}
        />
      </label>
      {wrong && (
        <p id={says} className="strip danger" role="alert">
          <Icon name="warning" />
          <span>{wrong}</span>
        </p>
      )}
      <fieldset className="types">
        <legend>{i18n.t('signals.typesLabel')}</legend>
        {CHOSEN_TYPES.map((type) => (
          <label key={type} className="check">
            <input
              type="checkbox"
              data-testid={`endpoint-type-${type}`}
              checked={types.includes(type)}
              onChange={({ target }) =>
                setTypes(CHOSEN_TYPES.filter((one) => (one === type ? target.checked : types.includes(one))))
              }
            />
            <span>{i18n.t(`signals.type.${type}`)}</span>
          </label>
        ))}
      </fieldset>
      <label>
        {i18n.t('signals.valuesLabel')}
        <select
          data-testid="endpoint-values"
          value={values}
          onChange={(event) => setValues(VALUES.find((one) => one === event.target.value) ?? 'none')}
        >
          {VALUES.map((one) => (
            <option key={one} value={one}>
              {i18n.t(`signals.values.${one}`)}
            </option>
          ))}
        </select>
      </label>
      {sample && (
        <details>
          <summary>{i18n.t('signals.sample')}</summary>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls has to be reached by keyboard */}
          <pre dir="ltr" tabIndex={0} data-testid="endpoint-sample">
            {JSON.stringify(
              // An event's type is `countersign.<type>.v1`; a retraction goes where the type goes that it is about.
              sample[values].filter(({ type, data }) => {
                const of = 'of' in data ? data.of : type;
                return types.some((one) => of.includes(`.${one}.`));
              }),
              null,
              2,
            )}
          </pre>
        </details>
      )}
      <div className="row">
        <button type="submit" className="button primary" data-testid={endpoint ? 'endpoint-save' : 'endpoint-add'}>
          {i18n.t(endpoint ? 'signals.changeYes' : 'signals.addYes')}
        </button>
        {onCancel && (
          <button type="button" className="button" onClick={onCancel}>
            {i18n.t('options.accounts.cancel')}
          </button>
        )}
      </div>
    </form>
  );
}
