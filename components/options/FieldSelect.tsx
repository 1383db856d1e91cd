interface FieldSelectProps {
  label: string;
  fields: readonly { name: string; label: string }[];
  value: string;
  testId: string;
  onChange(name: string): void;
}

/** One of the account's fields, each name once, whatever objects have it. */
export function FieldSelect({ label, fields, value, testId, onChange }: FieldSelectProps) {
  const names = [...new Map(fields.map((one) => [one.name, one.label]))];
  return (
    <label>
      {label}
      <select required value={value} data-testid={testId} onChange={({ target }) => onChange(target.value)}>
        <option value="" />
        {names.map(([name, text]) => (
          <option key={name} value={name}>
            {text} ({name})
          </option>
        ))}
      </select>
    </label>
  );
}
