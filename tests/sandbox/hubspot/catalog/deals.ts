import type { PropertyDefinition } from '../types.ts';
import { CALCULATED, custom, native, pairs, READ_ONLY } from './define.ts';
import { analyticsSource, numAssociatedContacts, ownerProperty, portalProperties, systemProperties } from './shared.ts';

const GROUP = 'dealinformation';

/** Deal properties; options of `dealstage` and `pipeline` are filled from the pipelines. */
export function dealProperties(): PropertyDefinition[] {
  return [
    native('dealname', 'text', GROUP, ['Deal Name', 'Deal-Name', 'Nom de la transaction', 'اسم الصفقة']),
    native('dealstage', 'radio', GROUP, ['Deal Stage', 'Deal-Phase', 'Phase de la transaction', 'مرحلة الصفقة']),
    native('pipeline', 'select', GROUP, ['Pipeline', 'Pipeline', 'Pipeline', 'مسار المبيعات']),
    native('amount', 'number', GROUP, ['Amount', 'Betrag', 'Montant', 'المبلغ'], {
      showCurrencySymbol: true,
      currencyPropertyName: 'deal_currency_code',
    }),
    native('closedate', 'datetime', GROUP, ['Close Date', 'Abschlussdatum', 'Date de fermeture', 'تاريخ الإغلاق']),
    ownerProperty(GROUP, ['Deal owner', 'Zuständiger Mitarbeiter', 'Propriétaire de la transaction', 'مالك الصفقة']),
    native('dealtype', 'radio', GROUP, ['Deal Type', 'Deal-Typ', 'Type de transaction', 'نوع الصفقة'], {
      options: pairs(['newbusiness', 'New Business'], ['existingbusiness', 'Existing Business']),
    }),
    native('hs_priority', 'select', GROUP, ['Priority', 'Priorität', 'Priorité', 'الأولوية'], {
      options: pairs(['low', 'Low'], ['medium', 'Medium'], ['high', 'High']),
    }),
    native('hs_next_step', 'text', GROUP, ['Next step', 'Nächster Schritt', 'Étape suivante', 'الخطوة التالية']),
    native('description', 'textarea', GROUP, [
      'Deal Description',
      'Deal-Beschreibung',
      'Description de la transaction',
      'وصف الصفقة',
    ]),
    native('deal_currency_code', 'select', GROUP, ['Currency', 'Währung', 'Devise', 'العملة'], {
      options: pairs(['USD', 'US Dollar'], ['EUR', 'Euro']),
    }),
    native('closed_lost_reason', 'textarea', GROUP, [
      'Closed Lost Reason',
      'Grund für verlorenen Deal',
      'Raison de la perte',
      'سبب خسارة الصفقة',
    ]),
    native('closed_won_reason', 'textarea', GROUP, [
      'Closed Won Reason',
      'Grund für gewonnenen Deal',
      'Raison du gain',
      'سبب كسب الصفقة',
    ]),
    native(
      'hs_deal_stage_probability',
      'number',
      GROUP,
      ['Deal probability', 'Deal-Wahrscheinlichkeit', 'Probabilité de la transaction', 'احتمالية الصفقة'],
      CALCULATED,
    ),
    native(
      'hs_projected_amount',
      'number',
      GROUP,
      ['Weighted amount', 'Gewichteter Betrag', 'Montant pondéré', 'المبلغ المرجّح'],
      { ...CALCULATED, showCurrencySymbol: true, currencyPropertyName: 'deal_currency_code' },
    ),
    native('hs_is_closed', 'bool', GROUP, ['Is Deal Closed?', 'Deal geschlossen?', 'Fermée ?', 'مغلقة؟'], CALCULATED),
    native('hs_is_closed_won', 'bool', GROUP, ['Is Closed Won', 'Gewonnen', 'Gagnée', 'مكسوبة'], CALCULATED),
    native('hs_is_closed_lost', 'bool', GROUP, ['Is Closed Lost', 'Verloren', 'Perdue', 'مفقودة'], CALCULATED),
    numAssociatedContacts,
    native(
      'notes_last_contacted',
      'datetime',
      GROUP,
      ['Last Contacted', 'Zuletzt kontaktiert', 'Dernier contact', 'آخر تواصل'],
      READ_ONLY,
    ),
    ...analyticsSource,
    ...systemProperties(GROUP),
    custom('commission_rate', 'number', 'commissions', 'Commission rate'),
    custom('commission_owner', 'owner', 'commissions', 'Commission owner'),
    custom('partner_sourced', 'bool', 'commissions', 'Partner sourced'),
    custom('contract_start', 'date', GROUP, 'Contract start'),
    // Two properties of one label: whoever places fields by their label has to refuse both.
    custom('renewal_status', 'select', 'renewals', 'Status', {
      options: pairs(['open', 'Open'], ['in_talks', 'In talks'], ['renewed', 'Renewed']),
    }),
    custom('onboarding_status', 'select', 'onboarding', 'Status', {
      options: pairs(['open', 'Open'], ['running', 'Running'], ['done', 'Done']),
    }),
    ...portalProperties(),
  ];
}
