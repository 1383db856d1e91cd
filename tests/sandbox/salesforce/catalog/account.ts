/** Account, with the extra fields of person accounts where the org has them. */
import type { FieldDef, ObjectDef } from '../types.ts';
import { custom, labelled, lookup, object, options, READ_ONLY, section, standard, TRACKED } from './define.ts';
import {
  ADDITIONAL,
  address,
  bookkeeping,
  DESCRIPTION_SECTION,
  description,
  lifecycle,
  owner,
  SYSTEM_SECTION,
  traces,
} from './shared.ts';

/** An org with person accounts has a person's fields on the account as well. */
const personFields = (): FieldDef[] => [
  standard(
    'IsPersonAccount',
    'boolean',
    ['Is Person Account', 'Ist Personenaccount', 'Compte personnel', 'حساب شخصي'],
    READ_ONLY,
  ),
  standard('FirstName', 'string', ['First Name', 'Vorname', 'Prénom', 'الاسم الأول'], { compound: 'Name', length: 40 }),
  standard('LastName', 'string', ['Last Name', 'Nachname', 'Nom de famille', 'اسم العائلة'], {
    compound: 'Name',
    length: 80,
  }),
  standard('PersonEmail', 'email', ['Email', 'E-Mail', 'E-mail', 'البريد الإلكتروني'], TRACKED),
];

export const account = (personAccounts: boolean): ObjectDef =>
  object({
    name: 'Account',
    prefix: '001',
    title: ['Account', 'Account', 'Compte', 'الحساب'],
    plural: 'Accounts',
    history: { name: 'AccountHistory', parent: 'AccountId' },
    fields: [
      ...bookkeeping(),
      owner(['Account Owner', 'Accountinhaber', 'Propriétaire du compte', 'مالك الحساب']),
      standard('Name', 'string', ['Account Name', 'Accountname', 'Nom du compte', 'اسم الحساب'], {
        ...TRACKED,
        required: true,
      }),
      ...(personAccounts ? personFields() : []),
      standard(
        'ParentId',
        'reference',
        ['Parent Account', 'Übergeordneter Account', 'Compte parent', 'الحساب الأصل'],
        lookup('Account', 'Parent'),
      ),
      standard('AccountNumber', 'string', ['Account Number', 'Accountnummer', 'Numéro de compte', 'رقم الحساب'], {
        length: 40,
      }),
      standard('Site', 'string', ['Account Site', 'Accountstandort', 'Site du compte', 'موقع الحساب'], { length: 80 }),
      standard('Type', 'picklist', ['Type', 'Typ', 'Type', 'النوع'], {
        ...TRACKED,
        options: labelled(
          ['Prospect', ['Prospect', 'Interessent', 'Prospect', 'عميل محتمل']],
          ['Customer - Direct', ['Customer - Direct', 'Kunde – direkt', 'Client - Direct', 'عميل - مباشر']],
          ['Customer - Channel', ['Customer - Channel']],
          [
            'Channel Partner / Reseller',
            ['Channel Partner / Reseller', 'Vertriebspartner', 'Partenaire/Revendeur', 'شريك توزيع'],
          ],
          ['Installation Partner', ['Installation Partner']],
          ['Technology Partner', ['Technology Partner', 'Technologiepartner', 'Partenaire technologique', 'شريك تقني']],
          ['Other', ['Other', 'Andere', 'Autre', 'أخرى']],
        ),
      }),
      standard('Industry', 'picklist', ['Industry', 'Branche', 'Secteur', 'القطاع'], {
        ...TRACKED,
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
      standard(
        'AnnualRevenue',
        'currency',
        ['Annual Revenue', 'Jahresumsatz', 'Revenu annuel', 'الإيراد السنوي'],
        TRACKED,
      ),
      standard('Rating', 'picklist', ['Rating', 'Bewertung', 'Évaluation', 'التقييم'], {
        options: options('Hot', 'Warm', 'Cold'),
      }),
      standard('Phone', 'phone', ['Phone', 'Telefon', 'Téléphone', 'الهاتف'], TRACKED),
      standard('Fax', 'phone', ['Fax', 'Fax', 'Télécopie', 'الفاكس']),
      standard('Website', 'url', ['Website', 'Website', 'Site Web', 'الموقع الإلكتروني'], TRACKED),
      standard('NumberOfEmployees', 'int', ['Employees', 'Mitarbeiter', 'Employés', 'الموظفون'], TRACKED),
      standard('Sic', 'string', ['SIC Code', 'SIC-Code', 'Code SIC', 'رمز SIC'], { length: 20 }),
      ...address(
        'Billing',
        ['Billing Address', 'Rechnungsanschrift', 'Adresse de facturation', 'عنوان الفوترة'],
        ['City'],
      ),
      description(['Account Description', 'Accountbeschreibung', 'Description du compte', 'وصف الحساب']),
      custom('Domain__c', 'string', 'Domain', TRACKED),
      custom('Intent_Score__c', 'double', 'Intent Score', TRACKED),
      lifecycle(),
      ...traces(),
    ],
    compact: ['Type', 'Phone', 'Website', 'OwnerId', 'Industry'],
    layout: [
      section(
        ['Account Information', 'Accountinformationen', 'Informations sur le compte', 'معلومات الحساب'],
        ['OwnerId', 'Name', 'ParentId', 'AccountNumber', 'Site', 'Type', 'Industry', 'AnnualRevenue'],
        ['Rating', 'Phone', 'Fax', 'Website', 'NumberOfEmployees', 'Sic'],
      ),
      section(
        ['Address Information', 'Adressinformationen', "Informations sur l'adresse", 'معلومات العنوان'],
        ['BillingAddress'],
        [],
      ),
      section(
        ADDITIONAL,
        ['Domain__c', 'Intent_Score__c'],
        ['Lifecycle__c', 'last_modified_by_agent__c', 'ai_last_run_id__c'],
      ),
      SYSTEM_SECTION,
      DESCRIPTION_SECTION,
    ],
  });
