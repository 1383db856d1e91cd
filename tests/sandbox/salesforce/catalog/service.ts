/** Case, and the custom object this team keeps its renewals in; both have two fields that are labelled "Status". */
import type { ObjectDef } from '../types.ts';
import { CALCULATED, custom, labelled, lookup, object, options, section, standard, TRACKED } from './define.ts';
import { ADDITIONAL, bookkeeping, DESCRIPTION_SECTION, description, owner, SYSTEM_SECTION, traces } from './shared.ts';

export const supportCase = (): ObjectDef =>
  object({
    name: 'Case',
    prefix: '500',
    title: ['Case', 'Kundenvorgang', 'Requête', 'الحالة'],
    plural: 'Cases',
    nameField: 'CaseNumber',
    history: { name: 'CaseHistory', parent: 'CaseId' },
    fields: [
      ...bookkeeping(),
      owner(['Case Owner', 'Vorgangsinhaber', 'Propriétaire de la requête', 'مالك الحالة']),
      standard('CaseNumber', 'string', ['Case Number', 'Vorgangsnummer', 'Numéro de requête', 'رقم الحالة'], {
        ...CALCULATED,
        length: 30,
      }),
      standard('Subject', 'string', ['Subject', 'Betreff', 'Objet', 'الموضوع'], TRACKED),
      standard('Status', 'picklist', ['Status', 'Status', 'Statut', 'الحالة'], {
        ...TRACKED,
        required: true,
        options: labelled(
          ['New', ['New', 'Neu', 'Nouveau', 'جديد']],
          [
            'Waiting on Customer',
            ['Waiting on Customer', 'Wartet auf Kunden', 'En attente du client', 'بانتظار العميل'],
          ],
          ['Working', ['Working', 'In Bearbeitung', 'En cours', 'قيد العمل']],
          ['Closed', ['Closed', 'Geschlossen', 'Fermé', 'مغلق']],
        ).map((one) => ({ ...one, closed: one.value === 'Closed' })),
      }),
      standard('Priority', 'picklist', ['Priority', 'Priorität', 'Priorité', 'الأولوية'], {
        ...TRACKED,
        options: labelled(
          ['Low', ['Low', 'Niedrig', 'Basse', 'منخفضة']],
          ['Medium', ['Medium', 'Mittel', 'Moyenne', 'متوسطة']],
          ['High', ['High', 'Hoch', 'Haute', 'عالية']],
          ['Urgent', ['Urgent', 'Dringend', 'Urgente', 'عاجلة']],
        ),
      }),
      standard('Type', 'picklist', ['Type', 'Typ', 'Type', 'النوع'], {
        ...TRACKED,
        options: options('Product', 'Billing', 'Feature Request', 'General'),
      }),
      standard('Origin', 'picklist', ['Case Origin', 'Vorgangsursprung', 'Origine de la requête', 'مصدر الحالة'], {
        options: options('Email', 'Phone', 'Web'),
      }),
      standard(
        'AccountId',
        'reference',
        ['Account Name', 'Accountname', 'Nom du compte', 'اسم الحساب'],
        lookup('Account', 'Account'),
      ),
      standard(
        'ContactId',
        'reference',
        ['Contact Name', 'Kontaktname', 'Nom du contact', 'اسم جهة الاتصال'],
        lookup('Contact', 'Contact'),
      ),
      standard('IsClosed', 'boolean', ['Closed', 'Geschlossen', 'Fermé', 'مغلقة'], CALCULATED),
      description(),
      custom('Support_Status__c', 'picklist', 'Status', { ...TRACKED, options: options('Green', 'Yellow', 'Red') }),
      custom('SLA_Tier__c', 'picklist', 'SLA Tier', {
        ...TRACKED,
        restricted: true,
        options: labelled(['bronze', ['Bronze']], ['silver', ['Silver']], ['gold', ['Gold']]),
      }),
      ...traces(),
    ],
    compact: ['Priority', 'Status', 'CaseNumber', 'OwnerId'],
    layout: [
      section(
        ['Case Information', 'Vorgangsinformationen', 'Informations sur la requête', 'معلومات الحالة'],
        ['OwnerId', 'CaseNumber', 'ContactId', 'AccountId', 'Type'],
        ['Status', 'Priority', 'Origin', 'SLA_Tier__c'],
      ),
      section(ADDITIONAL, ['Subject', 'Support_Status__c'], ['last_modified_by_agent__c', 'ai_last_run_id__c']),
      SYSTEM_SECTION,
      DESCRIPTION_SECTION,
    ],
  });

export const renewal = (): ObjectDef =>
  object({
    name: 'Renewal__c',
    prefix: 'a0X',
    title: ['Renewal'],
    plural: 'Renewals',
    history: { name: 'Renewal__History', parent: 'ParentId' },
    fields: [
      ...bookkeeping(),
      owner(['Owner', 'Inhaber', 'Propriétaire', 'المالك']),
      standard('Name', 'string', ['Renewal Name'], { ...TRACKED, length: 80, required: true }),
      custom('Opportunity__c', 'reference', 'Opportunity', { ...TRACKED, ...lookup('Opportunity', 'Opportunity__r') }),
      custom('Status__c', 'picklist', 'Status', { ...TRACKED, options: options('Draft', 'Offered', 'Signed') }),
      custom('Approval_Status__c', 'picklist', 'Status', {
        ...TRACKED,
        options: options('Open', 'Approved', 'Declined'),
      }),
      custom('Renewal_Date__c', 'date', 'Renewal Date', TRACKED),
      custom('Value__c', 'currency', 'Value', TRACKED),
      custom('Auto_Renew__c', 'boolean', 'Auto Renew', TRACKED),
      custom('Notes__c', 'textarea', 'Notes', TRACKED),
      ...traces(),
    ],
    compact: ['Status__c', 'Renewal_Date__c', 'OwnerId'],
    layout: [
      section(
        ['Information', 'Informationen', 'Informations', 'المعلومات'],
        ['Name', 'Opportunity__c', 'Status__c', 'Renewal_Date__c'],
        ['OwnerId', 'Value__c', 'Auto_Renew__c', 'Approval_Status__c', 'Notes__c'],
      ),
      SYSTEM_SECTION,
    ],
  });
