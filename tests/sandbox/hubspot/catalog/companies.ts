import type { PropertyDefinition } from '../types.ts';
import { CALCULATED, native, pairs } from './define.ts';
import { addressProperties, lifecycleStage, ownerProperty, portalProperties, systemProperties } from './shared.ts';

const GROUP = 'companyinformation';

const INDUSTRIES = [
  'COMPUTER_SOFTWARE',
  'FINANCIAL_SERVICES',
  'HOSPITAL_HEALTH_CARE',
  'LOGISTICS_AND_SUPPLY_CHAIN',
  'MACHINERY',
  'RETAIL',
  'RENEWABLES_ENVIRONMENT',
  'TELECOMMUNICATIONS',
] as const;

const words = (value: string) =>
  value
    .split('_')
    .map((word) => word.charAt(0) + word.slice(1).toLowerCase())
    .join(' ');

export function companyProperties(): PropertyDefinition[] {
  return [
    native('name', 'text', GROUP, ['Company name', 'Unternehmensname', "Nom de l'entreprise", 'اسم الشركة']),
    native('domain', 'text', GROUP, [
      'Company Domain Name',
      'Domain-Name des Unternehmens',
      "Nom de domaine de l'entreprise",
      'نطاق الشركة',
    ]),
    native('industry', 'select', GROUP, ['Industry', 'Branche', 'Secteur', 'القطاع'], {
      options: pairs(...INDUSTRIES.map((value) => [value, words(value)] as const)),
    }),
    native('numberofemployees', 'number', GROUP, [
      'Number of Employees',
      'Anzahl der Mitarbeiter',
      "Nombre d'employés",
      'عدد الموظفين',
    ]),
    native('annualrevenue', 'number', GROUP, ['Annual Revenue', 'Jahresumsatz', 'Revenu annuel', 'الإيرادات السنوية'], {
      showCurrencySymbol: true,
    }),
    native('phone', 'phone', GROUP, ['Phone Number', 'Telefonnummer', 'Numéro de téléphone', 'رقم الهاتف']),
    native('website', 'text', GROUP, ['Website URL', 'Website-URL', 'URL du site web', 'رابط الموقع']),
    ...addressProperties(GROUP),
    native('type', 'radio', GROUP, ['Type', 'Typ', 'Type', 'النوع'], {
      options: pairs(
        ['PROSPECT', 'Prospect'],
        ['PARTNER', 'Partner'],
        ['RESELLER', 'Reseller'],
        ['VENDOR', 'Vendor'],
        ['OTHER', 'Other'],
      ),
    }),
    { ...lifecycleStage, groupName: GROUP },
    ownerProperty(GROUP, ['Company owner', 'Zuständiger Mitarbeiter', "Propriétaire de l'entreprise", 'مالك الشركة']),
    native(
      'hs_num_open_deals',
      'number',
      GROUP,
      ['Number of open deals', 'Anzahl offener Deals', 'Nombre de transactions ouvertes', 'عدد الصفقات المفتوحة'],
      CALCULATED,
    ),
    native('description', 'textarea', GROUP, ['Description', 'Beschreibung', 'Description', 'الوصف']),
    native('linkedin_company_page', 'text', GROUP, [
      'LinkedIn Company Page',
      'LinkedIn-Unternehmensseite',
      "Page LinkedIn de l'entreprise",
      'صفحة الشركة على لينكدإن',
    ]),
    ...systemProperties(GROUP),
    ...portalProperties(),
  ];
}
