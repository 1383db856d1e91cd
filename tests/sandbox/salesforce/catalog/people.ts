/** Contact and Lead. */
import type { FieldDef, ObjectDef } from '../types.ts';
import { custom, labelled, lookup, object, options, READ_ONLY, section, standard, TRACKED } from './define.ts';
import {
  ADDITIONAL,
  address,
  bookkeeping,
  DESCRIPTION_SECTION,
  description,
  legacy,
  lifecycle,
  owner,
  personName,
  SYSTEM_SECTION,
  traces,
  utm,
  utmNames,
} from './shared.ts';

const leadSource = (): FieldDef =>
  standard('LeadSource', 'picklist', ['Lead Source', 'Lead-Quelle', 'Origine de la piste', 'مصدر العميل المحتمل'], {
    options: options('Web', 'Phone Inquiry', 'Partner Referral', 'Purchased List', 'Other'),
  });

const phones = (): FieldDef[] => [
  standard('Phone', 'phone', ['Phone', 'Telefon', 'Téléphone', 'الهاتف'], TRACKED),
  standard('MobilePhone', 'phone', ['Mobile', 'Mobiltelefon', 'Mobile', 'الجوال']),
  standard('Email', 'email', ['Email', 'E-Mail', 'E-mail', 'البريد الإلكتروني'], TRACKED),
];

const ADDRESS_SECTION = (...columns: string[][]) =>
  section(['Address Information', 'Adressinformationen', "Informations sur l'adresse", 'معلومات العنوان'], ...columns);

const contactFields = (): FieldDef[] => [
  ...bookkeeping(),
  owner(['Contact Owner', 'Kontaktinhaber', 'Propriétaire du contact', 'مالك جهة الاتصال']),
  ...personName(true),
  standard(
    'AccountId',
    'reference',
    ['Account Name', 'Accountname', 'Nom du compte', 'اسم الحساب'],
    lookup('Account', 'Account'),
  ),
  standard('Title', 'string', ['Title', 'Titel', 'Titre', 'المسمى الوظيفي'], { ...TRACKED, length: 128 }),
  standard('Department', 'string', ['Department', 'Abteilung', 'Service', 'القسم'], { length: 80 }),
  standard('Birthdate', 'date', ['Birthdate', 'Geburtsdatum', 'Date de naissance', 'تاريخ الميلاد']),
  standard(
    'ReportsToId',
    'reference',
    ['Reports To', 'Vorgesetzter', 'Responsable', 'يتبع إلى'],
    lookup('Contact', 'ReportsTo'),
  ),
  leadSource(),
  ...phones(),
  standard('HomePhone', 'phone', ['Home Phone', 'Telefon privat', 'Téléphone privé', 'هاتف المنزل']),
  standard('OtherPhone', 'phone', ['Other Phone', 'Anderes Telefon', 'Autre téléphone', 'هاتف آخر']),
  standard('Fax', 'phone', ['Fax', 'Fax', 'Télécopie', 'الفاكس']),
  ...address('Mailing', ['Mailing Address', 'Postanschrift', 'Adresse postale', 'العنوان البريدي'], ['City']),
  description(),
  custom('Website__c', 'url', 'Website'),
  custom('Company_Size__c', 'picklist', 'Company Size', {
    ...TRACKED,
    options: options('5-25', '25-50', '50-100', '100-500'),
  }),
  custom('Lead_Status__c', 'picklist', 'Lead Status', {
    ...TRACKED,
    options: options('New', 'Open', 'In Progress', 'Connected', 'Attempted'),
  }),
  custom('Interests__c', 'multipicklist', 'Interests', {
    ...TRACKED,
    options: options('api', 'reports', 'support', 'security'),
  }),
  lifecycle(),
  ...utm(),
  ...legacy(),
  ...traces(),
];

export const contact = (): ObjectDef => {
  const fields = contactFields();
  // Twenty fields can be tracked, and a contact's description is not among them here.
  const text = fields.find(({ name }) => name === 'Description');
  if (text) text.tracked = false;
  return object({
    name: 'Contact',
    prefix: '003',
    title: ['Contact', 'Kontakt', 'Contact', 'جهة الاتصال'],
    plural: 'Contacts',
    history: { name: 'ContactHistory', parent: 'ContactId' },
    fields,
    compact: ['Title', 'AccountId', 'Phone', 'Email', 'OwnerId'],
    layout: [
      section(
        ['Contact Information', 'Kontaktinformationen', 'Informations sur le contact', 'معلومات جهة الاتصال'],
        ['OwnerId', 'Name', 'AccountId', 'Title', 'Department', 'Birthdate', 'ReportsToId', 'LeadSource'],
        ['Phone', 'HomePhone', 'MobilePhone', 'OtherPhone', 'Fax', 'Email', 'Website__c'],
      ),
      ADDRESS_SECTION(['MailingAddress'], []),
      section(
        ADDITIONAL,
        ['Company_Size__c', 'Lead_Status__c', 'Interests__c', 'Lifecycle__c', 'Legacy_Score__c', 'Old_Segment__c'],
        [...utmNames, 'last_modified_by_agent__c', 'ai_last_run_id__c'],
      ),
      SYSTEM_SECTION,
      DESCRIPTION_SECTION,
    ],
  });
};

const STATUS = labelled(
  [
    'Open - Not Contacted',
    ['Open - Not Contacted', 'Offen – nicht kontaktiert', 'Ouverte - Non contactée', 'مفتوح - لم يتم الاتصال'],
  ],
  [
    'Working - Contacted',
    ['Working - Contacted', 'In Arbeit – kontaktiert', 'En cours - Contactée', 'قيد العمل - تم الاتصال'],
  ],
  ['Closed - Converted', ['Closed - Converted', 'Geschlossen – konvertiert', 'Fermée - Convertie', 'مغلق - محوّل']],
  [
    'Closed - Not Converted',
    ['Closed - Not Converted', 'Geschlossen – nicht konvertiert', 'Fermée - Non convertie', 'مغلق - غير محوّل'],
  ],
);

export const lead = (): ObjectDef =>
  object({
    name: 'Lead',
    prefix: '00Q',
    title: ['Lead', 'Lead', 'Piste', 'العميل المحتمل'],
    plural: 'Leads',
    history: { name: 'LeadHistory', parent: 'LeadId' },
    fields: [
      ...bookkeeping(),
      owner(['Lead Owner', 'Lead-Inhaber', 'Propriétaire de la piste', 'مالك العميل المحتمل']),
      ...personName(true),
      standard('Company', 'string', ['Company', 'Firma', 'Société', 'الشركة'], { ...TRACKED, required: true }),
      standard('Title', 'string', ['Title', 'Titel', 'Titre', 'المسمى الوظيفي'], { ...TRACKED, length: 128 }),
      leadSource(),
      standard('Industry', 'picklist', ['Industry', 'Branche', 'Secteur', 'القطاع'], {
        options: options(
          'Technology',
          'Finance',
          'Healthcare',
          'Transportation',
          'Machinery',
          'Retail',
          'Energy',
          'Telecommunications',
        ),
      }),
      standard('AnnualRevenue', 'currency', ['Annual Revenue', 'Jahresumsatz', 'Revenu annuel', 'الإيراد السنوي']),
      ...phones(),
      standard('Website', 'url', ['Website', 'Website', 'Site Web', 'الموقع الإلكتروني']),
      standard('Status', 'picklist', ['Lead Status', 'Lead-Status', 'Statut de la piste', 'حالة العميل المحتمل'], {
        ...TRACKED,
        required: true,
        options: STATUS,
      }),
      standard('Rating', 'picklist', ['Rating', 'Bewertung', 'Évaluation', 'التقييم'], {
        options: options('Hot', 'Warm', 'Cold'),
      }),
      standard('NumberOfEmployees', 'int', [
        'No. of Employees',
        'Anzahl Mitarbeiter',
        "Nombre d'employés",
        'عدد الموظفين',
      ]),
      standard('IsConverted', 'boolean', ['Converted', 'Konvertiert', 'Convertie', 'محوّل'], READ_ONLY),
      ...address('Lead', ['Address', 'Adresse', 'Adresse', 'العنوان'], ['City']).map((one) =>
        one.name === 'LeadAddress' ? { ...one, name: 'Address' } : { ...one, compound: 'Address' },
      ),
      description(),
      ...utm(),
      ...traces(),
    ],
    compact: ['Title', 'Company', 'Phone', 'Email', 'OwnerId'],
    layout: [
      section(
        ['Lead Information', 'Lead-Informationen', 'Informations sur la piste', 'معلومات العميل المحتمل'],
        ['OwnerId', 'Name', 'Company', 'Title', 'LeadSource', 'Industry', 'AnnualRevenue'],
        ['Phone', 'MobilePhone', 'Email', 'Website', 'Status', 'Rating', 'NumberOfEmployees'],
      ),
      ADDRESS_SECTION(['Address'], []),
      section(ADDITIONAL, utmNames, ['last_modified_by_agent__c', 'ai_last_run_id__c']),
      SYSTEM_SECTION,
      DESCRIPTION_SECTION,
    ],
  });
