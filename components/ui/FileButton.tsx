/** A button that lets a person choose a JSON file and hands on its text. */
export function FileButton({ label, testId, onText }: { label: string; testId: string; onText(text: string): void }) {
  return (
    <label className="button">
      {label}
      <input
        type="file"
        accept="application/json,.json"
        className="visually-hidden"
        data-testid={testId}
        onChange={({ target }) => {
          const [file] = target.files ?? [];
          // So that the same file can be chosen again.
          target.value = '';
          if (file) void file.text().then(onText);
        }}
      />
    </label>
  );
}
