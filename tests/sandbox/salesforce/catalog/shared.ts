/** Fields and sections that several objects have in the same form. */
import type { FieldDef, Section } from '../types.ts';
import { custom, type LabelSet, labelled, lookup, READ_ONLY, section, standard, TRACKED } from './define.ts';

/** What Salesforce keeps about every record. */
export const bookkeeping = (): FieldDef[] => [
  standard('Id', 'id', ['Record ID'], READ_ONLY),
  standard('IsDeleted', 'boolean', ['Deleted'], READ_ONLY),
  standard('CreatedDate', 'datetime', ['Created Date', 'Erstelldatum', 'Date de création', 'تاريخ الإنشاء'], READ_ONLY),
  standard('CreatedById', 'reference', ['Created By', 'Erstellt von', 'Créé par', 'أنشأ بواسطة'], {
    ...READ_ONLY,
    ...lookup('User', 'CreatedBy'),
  }),
  standard(
    'LastModifiedDate',
    'datetime',
    ['Last Modified Date', 'Zuletzt geändert am', 'Date de dernière modification', 'تاريخ آخر تعديل'],
    READ_ONLY,
  ),
  standard(
    'LastModifiedById',
    'reference',
    ['Last Modified By', 'Zuletzt geändert von', 'Dernière modification par', 'آخر تعديل بواسطة'],
    { ...READ_ONLY, ...lookup('User', 'LastModifiedBy') },
  ),
  standard('SystemModstamp', 'datetime', ['System Modstamp'], READ_ONLY),
];

export const owner = (labels: LabelSet): FieldDef =>
  standard('OwnerId', 'reference', labels, { ...TRACKED, ...lookup('User', 'Owner') });

export const recordType = (labels: LabelSet): FieldDef =>
  standard('RecordTypeId', 'reference', labels, lookup('RecordType', 'RecordType'));

/** The names agents and programs leave behind, and what Countersign keeps. */
export const traces = (): FieldDef[] => [
  custom('last_modified_by_agent__c', 'string', 'Last Modified By Agent', TRACKED),
  custom('ai_last_run_id__c', 'string', 'AI Last Run Id', TRACKED),
  custom('Countersign_Ledger__c', 'textarea', 'Countersign Ledger', { ...TRACKED, length: 131_072 }),
];

/** Two fields everybody used until an administrator deletes them. */
export const legacy = (): FieldDef[] => [
  custom('Legacy_Score__c', 'double', 'Legacy Score', TRACKED),
  custom('Old_Segment__c', 'picklist', 'Old Segment', {
    options: labelled(['smb', ['SMB']], ['mid', ['Mid-market']], ['ent', ['Enterprise']], ['gov', ['Public sector']]),
  }),
];

export const lifecycle = (): FieldDef =>
  custom('Lifecycle__c', 'picklist', 'Lifecycle', {
    ...TRACKED,
    options: labelled(
      ['Lead', ['Lead']],
      ['MQL', ['Marketing Qualified']],
      ['SQL', ['Sales Qualified']],
      ['Opportunity', ['Opportunity']],
      ['Customer', ['Customer']],
    ),
  });

const UTM = ['Source', 'Medium', 'Campaign', 'Term', 'Content'];

/** Where somebody came from. The content is one of the fields nobody thought worth tracking. */
export const utm = (): FieldDef[] =>
  UTM.map((part) => custom(`UTM_${part}__c`, 'string', `UTM ${part}`, { tracked: part !== 'Content' }));

export const utmNames = UTM.map((part) => `UTM_${part}__c`);

export const description = (labels: LabelSet = ['Description', 'Beschreibung', 'Description', 'الوصف']): FieldDef =>
  standard('Description', 'textarea', labels, TRACKED);

export const SYSTEM_SECTION: Section = section(
  ['System Information', 'Systeminformationen', 'Informations système', 'معلومات النظام'],
  ['CreatedById'],
  ['LastModifiedById'],
);

export const DESCRIPTION_SECTION: Section = section(
  ['Description Information', 'Beschreibungsinformationen', 'Informations de description', 'معلومات الوصف'],
  ['Description'],
);

export const ADDITIONAL: LabelSet = [
  'Additional Information',
  'Weitere Informationen',
  'Informations supplémentaires',
  'معلومات إضافية',
];

/** The street, city, … of an address and the compound field above them. */
export function address(prefix: string, labels: LabelSet, tracked: readonly string[]): FieldDef[] {
  const name = `${prefix}Address`;
  const parts = ['Street', 'City', 'State', 'PostalCode', 'Country'];
  const words: Record<string, LabelSet> = {
    Street: ['Street', 'Straße', 'Rue', 'الشارع'],
    City: ['City', 'Stadt', 'Ville', 'المدينة'],
    State: ['State/Province', 'Bundesland', 'État/Province', 'المنطقة'],
    PostalCode: ['Zip/Postal Code', 'Postleitzahl', 'Code postal', 'الرمز البريدي'],
    Country: ['Country', 'Land', 'Pays', 'البلد'],
  };
  return [
    standard(name, 'address', labels, { ...READ_ONLY, calculated: true }),
    ...parts.map((part) => {
      const own = words[part] ?? [part];
      const label: LabelSet = [`${prefix} ${own[0]}`, own[1], own[2], own[3]];
      return standard(`${prefix === 'Lead' ? '' : prefix}${part}`, part === 'Street' ? 'textarea' : 'string', label, {
        compound: name,
        length: part === 'Street' ? 255 : 80,
        tracked: tracked.includes(part),
      });
    }),
  ];
}

/** Parts of a person's name and the compound field above them. */
export const personName = (tracked: boolean): FieldDef[] => [
  standard('Name', 'string', ['Name', 'Name', 'Nom', 'الاسم'], { ...READ_ONLY, calculated: true, length: 121 }),
  standard('Salutation', 'picklist', ['Salutation', 'Anrede', 'Civilité', 'اللقب'], {
    compound: 'Name',
    options: labelled(['Mr.', ['Mr.']], ['Ms.', ['Ms.']], ['Dr.', ['Dr.']]),
  }),
  standard('FirstName', 'string', ['First Name', 'Vorname', 'Prénom', 'الاسم الأول'], {
    compound: 'Name',
    length: 40,
    tracked,
  }),
  standard('LastName', 'string', ['Last Name', 'Nachname', 'Nom de famille', 'اسم العائلة'], {
    compound: 'Name',
    length: 80,
    required: true,
    tracked,
  }),
];
