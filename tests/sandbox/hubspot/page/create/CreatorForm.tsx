import { useEffect, useMemo, useState } from 'react';
import { c } from '../classNames.ts';
import { usePage } from '../context.ts';
import type { IndexPage } from '../protocol.ts';
import { createFields } from '../record/fields.ts';
import { PropertyEditor } from '../sidebar/PropertyEditor.tsx';
import { type PageTypeId, SURFACES } from '../surfaces.ts';
import { useFormId } from '../ui/useFormId.ts';

interface CreatorFormProps {
  typeId: PageTypeId;
  onCreated(id: string): void;
  onCancel(): void;
}

type Source = Required<Pick<IndexPage, 'pipelines' | 'owners' | 'definitions'>>;

function FormRow(props: {
  field: string;
  fields: ReturnType<typeof createFields>;
  value: string;
  onChange(field: string, value: string): void;
}) {
  const { field, fields, value, onChange } = props;
  const { mark } = usePage();
  const id = useFormId();
  // Ids of the controls contain the prefix that elsewhere marks a property's value.
  const controlId = `FormControl-property-input-input-${id}`;
  return (
    <div className={c('formRow')} {...mark({ 'data-test-id': 'FormControl' })}>
      <label id={`${controlId}-label`} htmlFor={controlId} className={c('label')}>
        {fields.label(field)}
      </label>
      <PropertyEditor
        field={field}
        fields={fields}
        value={value}
        controlId={controlId}
        attributes={mark({ 'data-test-id': `${field}-input`, 'data-selenium-test': `property-input-${field}` })}
        onChange={onChange}
      />
    </div>
  );
}

/** The form to create a record with. */
export function CreatorForm({ typeId, onCreated, onCancel }: CreatorFormProps) {
  const { boot, mark, t, noun, transport, activity } = usePage();
  const [source, setSource] = useState<Source | null>(null);
  const [values, setValues] = useState<Record<string, string>>({});
  const [error, setError] = useState('');
  const [busy, setBusy] = useState(false);
  const { creator, title, one } = SURFACES[typeId];
  useEffect(() => {
    let current = true;
    activity.during(transport.index(typeId, { page: 1, size: 1, query: '', mine: false })).then(
      (answer) =>
        current &&
        setSource({
          pipelines: answer.pipelines,
          owners: answer.owners ?? [],
          definitions: answer.definitions ?? answer.columns,
        }),
      (reason: unknown) => current && setError(String(reason)),
    );
    return () => {
      current = false;
    };
  }, [activity, transport, typeId]);
  const fields = useMemo(() => source && createFields({ ...source, properties: values }, boot), [source, values, boot]);
  // A contact's title is made of other properties.
  const required = creator.includes(title) ? title : creator[0];

  const submit = async (event: React.FormEvent) => {
    event.preventDefault();
    if (required && !values[required]) return setError(`${fields?.label(required)}: ${t('required')}`);
    setBusy(true);
    setError('');
    try {
      const filled = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ''));
      onCreated((await activity.during(transport.create(typeId, filled))).id);
    } catch (reason) {
      setError(reason instanceof Error ? reason.message : String(reason));
    }
    setBusy(false);
  };

  return (
    <form
      className={c('creator')}
      onSubmit={(event) => void submit(event)}
      {...mark({ 'data-selenium-test': 'creator' })}
    >
      {/* biome-ignore lint/a11y/useValidAnchor: a link on HubSpot's form, leading nowhere here */}
      <a
        href="#form"
        className={c('link')}
        onClick={(event) => event.preventDefault()}
        {...mark({ 'data-selenium-test': 'creator-editor-link' })}
      >
        {t('editForm')}
      </a>
      {fields &&
        creator
          .filter((field) => fields.definition(field))
          .map((field) => (
            <FormRow
              key={field}
              field={field}
              fields={fields}
              value={values[field] ?? ''}
              onChange={(name, value) => setValues((before) => ({ ...before, [name]: value }))}
            />
          ))}
      {error && (
        <p role="alert" className={c('error')}>
          {error}
        </p>
      )}
      <div className={c('formButtons')}>
        <button type="submit" className={c('primary')} disabled={busy || !fields}>
          {t('create', { object: noun(one) })}
        </button>
        <button type="button" className={c('secondary')} onClick={onCancel}>
          {t('cancel')}
        </button>
      </div>
    </form>
  );
}
