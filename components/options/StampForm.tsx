import { type FormEvent, useEffect, useState } from 'react';
import { i18n } from '#i18n';
import { FieldSelect } from './FieldSelect';

interface StampFormProps {
  stamps: { field: string; agents: { value: string; name: string }[] }[];
  fields: { name: string; label: string; object: string }[];
  onLoadFields(): void;
  onSave(field: string, agents: { value: string; name: string }[]): void;
}

const ANY = '*';

/** Which field's stamps tell a shared key's agents apart: a field, a value, an agent's name. */
export function StampForm({ stamps, fields, onLoadFields, onSave }: StampFormProps) {
  const [field, setField] = useState('');
  const [value, setValue] = useState('');
  const [any, setAny] = useState(false);
  const [agent, setAgent] = useState('');
  useEffect(() => onLoadFields(), [onLoadFields]);
  const save = (event: FormEvent) => {
    event.preventDefault();
    const before = stamps.find((s) => s.field === field)?.agents ?? [];
    const stamped = any ? ANY : value.trim();
    onSave(field, [...before.filter((a) => a.value !== stamped), { value: stamped, name: agent.trim() }]);
    setValue('');
    setAgent('');
  };
  return (
    <div className="stamps" data-testid="stamps">
      <ul>
        {stamps.flatMap((stamp) =>
          stamp.agents.map(({ value: stamped, name }) => (
            <li key={`${stamp.field} ${stamped}`} className="row">
              <span>
                {i18n.t('options.agents.stamp.rule', {
                  field: stamp.field,
                  value: stamped === ANY ? i18n.t('options.agents.stamp.any') : stamped,
                  agent: name,
                })}
              </span>
              <button
                type="button"
                className="text-button"
                onClick={() =>
                  onSave(
                    stamp.field,
                    stamp.agents.filter((a) => a.value !== stamped),
                  )
                }
              >
                {i18n.t('options.agents.stamp.remove')}
              </button>
            </li>
          )),
        )}
      </ul>
      <form className="row" onSubmit={save}>
        <FieldSelect
          label={i18n.t('options.agents.stamp.field')}
          fields={fields}
          value={field}
          testId="stamp-field"
          onChange={setField}
        />
        <label>
          {i18n.t('options.agents.stamp.value')}
          <input
            required={!any}
            disabled={any}
            value={any ? '' : value}
            data-testid="stamp-value"
            onChange={(event) => setValue(event.target.value)}
          />
        </label>
        <label className="check">
          <input
            type="checkbox"
            checked={any}
            data-testid="stamp-any"
            onChange={(event) => setAny(event.target.checked)}
          />
          {i18n.t('options.agents.stamp.any')}
        </label>
        <label>
          {i18n.t('options.agents.stamp.agent')}
          <input required value={agent} data-testid="stamp-agent" onChange={(event) => setAgent(event.target.value)} />
        </label>
        <button type="submit" className="button" data-testid="stamp-save">
          {i18n.t('options.agents.stamp.save')}
        </button>
      </form>
    </div>
  );
}
