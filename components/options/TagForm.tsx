import { type FormEvent, useEffect, useState } from 'react';
import { i18n } from '#i18n';
import type { OptionsState } from '../../lib/stores/options';
import { FieldSelect } from './FieldSelect';

export interface TagActions {
  onLoadFields(): void;
  onTag(tag: { field: string; approved: string } | null): void;
}

interface TagFormProps extends Pick<OptionsState, 'fields'>, TagActions {
  tag: { field: string; approved: string } | undefined;
}

/** The field in which the team's agents stamp who wrote last, and what an approval writes there. */
export function TagForm({ tag, fields, onLoadFields, onTag }: TagFormProps) {
  const [field, setField] = useState('');
  const [approved, setApproved] = useState('');
  useEffect(() => onLoadFields(), [onLoadFields]);
  const save = (event: FormEvent) => {
    event.preventDefault();
    onTag({ field, approved: approved.trim() });
    setField('');
    setApproved('');
  };
  return (
    <section className="panel form" aria-labelledby="tag-title" data-testid="tag">
      <h2 id="tag-title">{i18n.t('tag.title')}</h2>
      <p className="meta">{i18n.t('tag.what')}</p>
      {tag ? (
        <div className="row">
          <span className="grow" data-testid="tag-rule">
            {i18n.t('tag.rule', { field: labelOf(fields, tag.field), value: tag.approved })}
          </span>
          <button type="button" className="button" data-testid="tag-remove" onClick={() => onTag(null)}>
            {i18n.t('tag.remove')}
          </button>
        </div>
      ) : (
        <form onSubmit={save}>
          <FieldSelect
            label={i18n.t('tag.field')}
            fields={fields}
            value={field}
            testId="tag-field"
            onChange={setField}
          />
          <label>
            {i18n.t('tag.value')}
            <input
              required
              maxLength={200}
              pattern=".*\S.*"
              value={approved}
              data-testid="tag-value"
              onChange={({ target }) => setApproved(target.value)}
            />
          </label>
          <div className="row">
            <button type="submit" className="button" data-testid="tag-save">
              {i18n.t('tag.save')}
            </button>
          </div>
        </form>
      )}
    </section>
  );
}

const labelOf = (fields: OptionsState['fields'], name: string) =>
  fields.find((one) => one.name === name)?.label ?? name;
