import { c } from '../classNames.ts';
import { usePage } from '../context.ts';
import type { Drafts } from '../record/useDrafts.ts';

/** Save and Cancel for everything being edited in a card; shown while anything is. */
export function SaveBar({ drafts, onSave }: { drafts: Drafts; onSave(): void }) {
  const { t } = usePage();
  if (Object.keys(drafts.values).length === 0) return null;
  const count = drafts.changed;
  const changed = count === 0 ? t('changedNone') : count === 1 ? t('changedOne') : t('changedMany', { count });
  return (
    <div className={c('saveBar')}>
      <p role="status">
        {drafts.saving ? t('saving') : drafts.error ? t('saveFailed', { reason: drafts.error }) : changed}
      </p>
      <button type="button" className={c('primary')} disabled={drafts.saving || count === 0} onClick={onSave}>
        {t('save')}
      </button>
      <button type="button" className={c('secondary')} disabled={drafts.saving} onClick={drafts.cancelAll}>
        {t('cancel')}
      </button>
    </div>
  );
}
