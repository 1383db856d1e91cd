import { i18n } from '#i18n';
import { Dialog } from './Dialog';

const KEYS = [
  ['move', 'J', 'K', '↓', '↑'],
  ['approve', 'A'],
  ['edit', 'E'],
  ['reject', 'R', '1', '…', '6', '0'],
  ['undo', 'U'],
  ['open', 'O'],
  ['select', 'X'],
  ['selectGroup', '⇧ X'],
  ['several', '⇧ A'],
  ['filter', '/'],
  ['help', '?'],
] as const;

/** The keys, which work while the list has the focus. */
export function Keys({ onClose }: { onClose(): void }) {
  return (
    <Dialog label={i18n.t('panel.keys.name')} testId="panel-keys" onClose={onClose}>
      <h2>{i18n.t('panel.keys.name')}</h2>
      <p className="meta">{i18n.t('panel.keys.when')}</p>
      <dl className="keys">
        {KEYS.map(([what, ...keys]) => (
          <div key={what}>
            <dt>{keys.map((key) => (key === '…' ? <span key={key}>–</span> : <kbd key={key}>{key}</kbd>))}</dt>
            <dd>{i18n.t(`panel.keys.${what}`)}</dd>
          </div>
        ))}
      </dl>
      <footer>
        <button type="button" className="button" onClick={onClose}>
          {i18n.t('panel.close')}
        </button>
      </footer>
    </Dialog>
  );
}
