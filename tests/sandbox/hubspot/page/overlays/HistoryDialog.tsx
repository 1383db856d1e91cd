import { useEffect, useMemo, useState } from 'react';
import { c } from '../classNames.ts';
import { usePage } from '../context.ts';
import { displayTime } from '../format.ts';
import type { HistoryEntry, PageRecord } from '../protocol.ts';
import { createFields } from '../record/fields.ts';
import { Dialog } from '../ui/Dialog.tsx';

/** The earlier values of one property, newest first. */
export function HistoryDialog({ record, field, onClose }: { record: PageRecord; field: string; onClose(): void }) {
  const { boot, mark, t, transport, activity } = usePage();
  const [entries, setEntries] = useState<HistoryEntry[]>([]);
  const fields = useMemo(() => createFields(record, boot), [record, boot]);
  useEffect(() => {
    let current = true;
    activity.during(transport.history(record.typeId, record.id, field)).then(
      (history) => current && setEntries(history),
      () => current && setEntries([]),
    );
    return () => {
      current = false;
    };
  }, [activity, transport, record, field]);
  const shown = (value: string) =>
    createFields({ ...record, properties: { ...record.properties, [field]: value } }, boot).shown(field) || '--';
  return (
    <Dialog title={t('historyOf')} kind="modal" onClose={onClose}>
      <table className={c('historyTable')} {...mark({ 'data-test-id': 'property-info-table' })}>
        <thead>
          <tr>
            <th>{t('property')}</th>
            <th>{t('value')}</th>
            <th>{t('source')}</th>
            <th>{t('date')}</th>
          </tr>
        </thead>
        <tbody>
          {entries.map((entry) => (
            <tr key={`${entry.at} ${entry.value}`} {...mark({ 'data-test-id': 'property-info-table-row' })}>
              <td {...mark({ 'data-test-id': 'property-label-cell' })}>
                <span>{fields.label(field)}</span>
              </td>
              <td className={c('historyValue')} dir="auto">
                {shown(entry.value)}
              </td>
              <td>{entry.source}</td>
              <td>{displayTime(entry.at, { locale: boot.dom.locale, timeZone: boot.timeZone ?? 'UTC' })}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Dialog>
  );
}
