/** Properties that several object types have in the same form. */
import type { PropertyDefinition } from '../types.ts';
import { CALCULATED, custom, native, pairs, READ_ONLY } from './define.ts';

/** What HubSpot keeps about every record. `modified` is `lastmodifieddate` on contacts. */
export function systemProperties(group: string, modified = 'hs_lastmodifieddate'): PropertyDefinition[] {
  return [
    native('hs_object_id', 'number', group, ['Record ID', 'Datensatz-ID', 'ID de fiche', 'معرّف السجل'], READ_ONLY),
    native('createdate', 'datetime', group, ['Create Date', 'Erstellungsdatum', 'Date de création', 'تاريخ الإنشاء'], {
      readOnlyValue: modified === 'lastmodifieddate',
    }),
    native(
      modified,
      'datetime',
      group,
      ['Last Modified Date', 'Datum der letzten Änderung', 'Date de dernière modification', 'تاريخ آخر تعديل'],
      READ_ONLY,
    ),
    native(
      'hs_updated_by_user_id',
      'number',
      group,
      ['Updated by user ID', 'Aktualisiert von Benutzer-ID', "Mis à jour par l'utilisateur", 'معرّف المستخدم المحدِّث'],
      READ_ONLY,
    ),
    native(
      'hs_created_by_user_id',
      'number',
      group,
      ['Created by user ID', 'Erstellt von Benutzer-ID', "Créé par l'utilisateur", 'معرّف المستخدم المنشئ'],
      READ_ONLY,
    ),
    native('hs_merged_object_ids', 'text', group, ['Merged record IDs'], READ_ONLY),
    ...['', '_label', '_id', '_user_id', '_detail_1', '_detail_2', '_detail_3'].map((end) =>
      native(`hs_object_source${end}`, 'text', group, [`Record source${end.replaceAll('_', ' ')}`], READ_ONLY),
    ),
  ];
}

export function ownerProperty(group: string, labels: [string, string, string, string]): PropertyDefinition {
  return native('hubspot_owner_id', 'owner', group, labels);
}

export const analyticsSource: PropertyDefinition[] = [
  native(
    'hs_analytics_source',
    'select',
    'analyticsinformation',
    ['Original Traffic Source', 'Ursprüngliche Traffic-Quelle', 'Source du trafic initial', 'مصدر الزيارات الأصلي'],
    {
      readOnlyValue: true,
      options: pairs(
        ['ORGANIC_SEARCH', 'Organic search'],
        ['PAID_SEARCH', 'Paid search'],
        ['EMAIL_MARKETING', 'Email marketing'],
        ['SOCIAL_MEDIA', 'Organic social'],
        ['REFERRALS', 'Referrals'],
        ['OTHER_CAMPAIGNS', 'Other campaigns'],
        ['DIRECT_TRAFFIC', 'Direct traffic'],
        ['OFFLINE', 'Offline sources'],
        ['PAID_SOCIAL', 'Paid social'],
      ),
    },
  ),
  ...([1, 2] as const).map((n) =>
    native(
      `hs_analytics_source_data_${n}`,
      'text',
      'analyticsinformation',
      [
        `Original Traffic Source Drill-Down ${n}`,
        `Ursprüngliche Traffic-Quelle, Detail ${n}`,
        `Source du trafic initial, détail ${n}`,
        `تفصيل مصدر الزيارات الأصلي ${n}`,
      ],
      READ_ONLY,
    ),
  ),
];

/** What this portal's own people and apps added to every object type. */
export function portalProperties(): PropertyDefinition[] {
  return [
    custom('last_modified_by_agent', 'text', 'automation_stamps', 'Last modified by agent'),
    custom('ai_last_run_id', 'text', 'automation_stamps', 'AI last run id'),
    custom('countersign_ledger', 'textarea', 'countersign', 'Countersign ledger'),
    custom('legacy_score', 'number', 'legacy', 'Legacy score'),
    custom('old_segment', 'select', 'legacy', 'Old segment', {
      options: pairs(['smb', 'SMB'], ['mid', 'Mid-market'], ['ent', 'Enterprise'], ['gov', 'Government']),
    }),
    custom('intent_score', 'number', 'scoring', 'Intent score'),
  ];
}

export const lifecycleStage = native(
  'lifecyclestage',
  'radio',
  'contactinformation',
  ['Lifecycle Stage', 'Lifecycle-Phase', 'Phase du cycle de vie', 'مرحلة دورة الحياة'],
  {
    options: pairs(
      ['subscriber', 'Subscriber'],
      ['lead', 'Lead'],
      ['marketingqualifiedlead', 'Marketing Qualified Lead'],
      ['salesqualifiedlead', 'Sales Qualified Lead'],
      ['opportunity', 'Opportunity'],
      ['customer', 'Customer'],
      ['evangelist', 'Evangelist'],
      ['other', 'Other'],
    ),
  },
);

/** Street, city, region, postal code and country. */
export function addressProperties(group: string): PropertyDefinition[] {
  return [
    native('address', 'text', group, ['Street Address', 'Straße', 'Adresse postale', 'عنوان الشارع']),
    native('city', 'text', group, ['City', 'Stadt', 'Ville', 'المدينة']),
    native('state', 'text', group, ['State/Region', 'Bundesland/Region', 'État/région', 'الولاية/المنطقة']),
    native('zip', 'text', group, ['Postal Code', 'Postleitzahl', 'Code postal', 'الرمز البريدي']),
    native('country', 'text', group, ['Country/Region', 'Land/Region', 'Pays/région', 'البلد/المنطقة']),
  ];
}

export const numAssociatedContacts = native(
  'num_associated_contacts',
  'number',
  'dealinformation',
  [
    'Number of Associated Contacts',
    'Anzahl verknüpfter Kontakte',
    'Nombre de contacts associés',
    'عدد جهات الاتصال المرتبطة',
  ],
  CALCULATED,
);
