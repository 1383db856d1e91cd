import type { PropertyDefinition } from '../types.ts';
import { CALCULATED, custom, native, pairs } from './define.ts';
import { ownerProperty, portalProperties, systemProperties } from './shared.ts';

const GROUP = 'ticketinformation';

/** Ticket properties; options of `hs_pipeline` and `hs_pipeline_stage` are filled from the pipelines. */
export function ticketProperties(): PropertyDefinition[] {
  return [
    native('subject', 'text', GROUP, ['Ticket name', 'Ticketname', 'Nom du ticket', 'اسم التذكرة']),
    native('content', 'textarea', GROUP, [
      'Ticket description',
      'Ticketbeschreibung',
      'Description du ticket',
      'وصف التذكرة',
    ]),
    native('hs_pipeline', 'select', GROUP, ['Pipeline', 'Pipeline', 'Pipeline', 'مسار الدعم']),
    native('hs_pipeline_stage', 'select', GROUP, ['Ticket status', 'Ticketstatus', 'Statut du ticket', 'حالة التذكرة']),
    native('hs_ticket_priority', 'select', GROUP, ['Priority', 'Priorität', 'Priorité', 'الأولوية'], {
      options: pairs(['LOW', 'Low'], ['MEDIUM', 'Medium'], ['HIGH', 'High'], ['URGENT', 'Urgent']),
    }),
    native('hs_ticket_category', 'select', GROUP, ['Category', 'Kategorie', 'Catégorie', 'الفئة'], {
      options: pairs(
        ['PRODUCT_ISSUE', 'Product issue'],
        ['BILLING_ISSUE', 'Billing issue'],
        ['FEATURE_REQUEST', 'Feature request'],
        ['GENERAL_INQUIRY', 'General inquiry'],
      ),
    }),
    native('source_type', 'select', GROUP, ['Source', 'Quelle', 'Source', 'المصدر'], {
      options: pairs(['CHAT', 'Chat'], ['EMAIL', 'Email'], ['FORM', 'Form'], ['PHONE', 'Phone']),
    }),
    ownerProperty(GROUP, ['Ticket owner', 'Zuständiger Mitarbeiter', 'Propriétaire du ticket', 'مالك التذكرة']),
    native('hs_is_closed', 'bool', GROUP, ['Is closed', 'Geschlossen', 'Fermé', 'مغلقة'], CALCULATED),
    custom('sla_tier', 'select', GROUP, 'SLA tier', {
      options: pairs(['bronze', 'Bronze'], ['silver', 'Silver'], ['gold', 'Gold']),
    }),
    ...systemProperties(GROUP),
    ...portalProperties(),
  ];
}

/** Notes carry little more than their text. */
export function noteProperties(): PropertyDefinition[] {
  return [
    native('hs_note_body', 'textarea', 'engagement', ['Note body', 'Notiztext', 'Corps de la note', 'نص الملاحظة']),
    native('hs_timestamp', 'datetime', 'engagement', [
      'Activity date',
      'Aktivitätsdatum',
      "Date d'activité",
      'تاريخ النشاط',
    ]),
    ownerProperty('engagement', ['Activity assigned to', 'Zugewiesen an', 'Activité assignée à', 'النشاط مسند إلى']),
    ...systemProperties('engagement'),
  ];
}
