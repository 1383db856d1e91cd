import { i18n } from '#i18n';

interface MapWriterProps {
  writer: string;
  proposedName: string;
  armed: boolean;
  onMap(role: 'agent' | 'automation' | 'person', name: string): void;
  onAllWriters(): void;
}

/** One click says who an unmapped writer is; its name can be changed in the options. */
export function MapWriter({ writer, proposedName, armed, onMap, onAllWriters }: MapWriterProps) {
  const name = proposedName || writer;
  return (
    <section className="map" data-testid="map-writer">
      <p className="meta">{i18n.t('card.map.question', { writer: name })}</p>
      <div className="buttons">
        {(['agent', 'automation', 'person'] as const).map((role) => (
          <button
            key={role}
            type="button"
            className="button"
            aria-disabled={!armed}
            data-testid={`map-${role}`}
            onClick={() => armed && onMap(role, name)}
          >
            {i18n.t(`card.map.${role}`)}
          </button>
        ))}
        <button type="button" className="button ghost" onClick={onAllWriters}>
          {i18n.t('card.map.all')}
        </button>
      </div>
    </section>
  );
}
