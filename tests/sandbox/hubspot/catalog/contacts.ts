import type { PropertyDefinition } from '../types.ts';
import { CALCULATED, custom, native, pairs, READ_ONLY } from './define.ts';
import {
  addressProperties,
  analyticsSource,
  lifecycleStage,
  ownerProperty,
  portalProperties,
  systemProperties,
} from './shared.ts';

const GROUP = 'contactinformation';

export function contactProperties(): PropertyDefinition[] {
  return [
    native('firstname', 'text', GROUP, ['First Name', 'Vorname', 'Prénom', 'الاسم الأول']),
    native('lastname', 'text', GROUP, ['Last Name', 'Nachname', 'Nom', 'اسم العائلة']),
    native('email', 'text', GROUP, ['Email', 'E-Mail', 'E-mail', 'البريد الإلكتروني'], { hasUniqueValue: true }),
    native('phone', 'phone', GROUP, ['Phone Number', 'Telefonnummer', 'Numéro de téléphone', 'رقم الهاتف']),
    native('mobilephone', 'phone', GROUP, [
      'Mobile Phone Number',
      'Handynummer',
      'Numéro de téléphone mobile',
      'رقم الهاتف المحمول',
    ]),
    native('company', 'text', GROUP, ['Company Name', 'Unternehmensname', "Nom de l'entreprise", 'اسم الشركة']),
    native('jobtitle', 'text', GROUP, ['Job Title', 'Jobtitel', 'Intitulé du poste', 'المسمى الوظيفي']),
    native('website', 'text', GROUP, ['Website URL', 'Website-URL', 'URL du site web', 'رابط الموقع']),
    ...addressProperties(GROUP),
    lifecycleStage,
    native('hs_lead_status', 'radio', GROUP, ['Lead Status', 'Lead-Status', 'Statut du lead', 'حالة العميل المحتمل'], {
      options: pairs(
        ['NEW', 'New'],
        ['OPEN', 'Open'],
        ['IN_PROGRESS', 'In Progress'],
        ['OPEN_DEAL', 'Open Deal'],
        ['UNQUALIFIED', 'Unqualified'],
        ['ATTEMPTED_TO_CONTACT', 'Attempted to Contact'],
        ['CONNECTED', 'Connected'],
        ['BAD_TIMING', 'Bad Timing'],
      ),
    }),
    ownerProperty(GROUP, ['Contact owner', 'Zuständiger Mitarbeiter', 'Propriétaire du contact', 'مالك جهة الاتصال']),
    native('annualrevenue', 'text', GROUP, ['Annual Revenue', 'Jahresumsatz', 'Revenu annuel', 'الإيرادات السنوية']),
    native(
      'numemployees',
      'select',
      GROUP,
      ['Number of Employees', 'Anzahl der Beschäftigten', "Nombre d'employés", 'عدد الموظفين'],
      {
        options: pairs(
          ['1-5', '1-5'],
          ['5-25', '5-25'],
          ['25-50', '25-50'],
          ['50-100', '50-100'],
          ['100-500', '100-500'],
          ['500-1000', '500-1000'],
        ),
      },
    ),
    native(
      'recent_conversion_event_name',
      'text',
      'conversioninformation',
      ['Recent Conversion', 'Letzte Conversion', 'Conversion récente', 'آخر تحويل'],
      READ_ONLY,
    ),
    native(
      'recent_conversion_date',
      'datetime',
      'conversioninformation',
      ['Recent Conversion Date', 'Datum der letzten Conversion', 'Date de conversion récente', 'تاريخ آخر تحويل'],
      READ_ONLY,
    ),
    native(
      'hs_latest_source',
      'select',
      'analyticsinformation',
      ['Latest Traffic Source', 'Neueste Traffic-Quelle', 'Dernière source de trafic', 'أحدث مصدر للزيارات'],
      { readOnlyValue: true, options: analyticsSource[0]?.options ?? [] },
    ),
    native(
      'hs_full_name_or_email',
      'text',
      GROUP,
      [
        'Full name or email',
        'Vollständiger Name oder E-Mail',
        'Nom complet ou e-mail',
        'الاسم الكامل أو البريد الإلكتروني',
      ],
      CALCULATED,
    ),
    ...analyticsSource,
    ...systemProperties(GROUP, 'lastmodifieddate'),
    custom('utm_source', 'text', 'utm', 'UTM Source'),
    custom('utm_medium', 'text', 'utm', 'UTM Medium'),
    custom('utm_campaign', 'text', 'utm', 'UTM Campaign'),
    custom('utm_term', 'text', 'utm', 'UTM Term'),
    custom('utm_content', 'text', 'utm', 'UTM Content'),
    custom('interests', 'checkbox', GROUP, 'Interests', {
      options: pairs(['api', 'API'], ['reports', 'Reports'], ['support', 'Support'], ['security', 'Security']),
    }),
    custom('newsletter_opt_in', 'bool', GROUP, 'Newsletter opt-in'),
    ...portalProperties(),
  ];
}
