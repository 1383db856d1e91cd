/** Fields of organizations. */
import type { FieldDefinition } from '../types.ts';
import { counters, custom, options, shared, standard, VISIBLE_TO } from './define.ts';

const INDUSTRIES = [
  'Computer software',
  'Financial services',
  'Health care',
  'Logistics',
  'Machinery',
  'Retail',
  'Renewables',
  'Telecommunications',
];

export const ORGANIZATION_FIELDS = (): FieldDefinition[] => [
  standard('id', 'ID', 'int', { readOnly: true }),
  standard('name', 'Name', 'varchar', { labels: { pt: 'Nome', uk: 'Назва' } }),
  standard('label_ids', 'Label', 'set', {
    v1: 'label',
    details: true,
    options: [
      { id: 5, label: 'Customer', color: 'green' },
      { id: 6, label: 'Hot lead', color: 'red' },
      { id: 7, label: 'Warm lead', color: 'yellow' },
    ],
    labels: { de: 'Label', pt: 'Etiqueta', uk: 'Мітка' },
  }),
  standard('address', 'Address', 'address', {
    details: true,
    labels: { de: 'Adresse', pt: 'Endereço', uk: 'Адреса' },
  }),
  standard('owner_id', 'Owner', 'user', {
    details: true,
    labels: { de: 'Besitzer', pt: 'Proprietário', uk: 'Власник' },
  }),
  standard('visible_to', 'Visible to', 'visible_to', {
    details: true,
    options: VISIBLE_TO,
    labels: { de: 'Sichtbar für', pt: 'Visível para', uk: 'Видимий для' },
  }),
  standard('website', 'Website', 'varchar', { details: true, labels: { uk: 'Вебсайт' } }),
  standard('linkedin', 'LinkedIn profile', 'varchar', { details: true, labels: { de: 'LinkedIn-Profil' } }),
  standard('industry', 'Industry', 'enum', {
    details: true,
    options: INDUSTRIES.map((label, index) => ({ id: 31 + index, label })),
    labels: { de: 'Branche', pt: 'Setor', uk: 'Галузь' },
  }),
  standard('annual_revenue', 'Annual revenue', 'double', {
    details: true,
    labels: { de: 'Jahresumsatz', pt: 'Receita anual', uk: 'Річний дохід' },
  }),
  standard('employee_count', 'Number of employees', 'int', {
    details: true,
    labels: { de: 'Anzahl der Mitarbeiter', pt: 'Número de funcionários', uk: 'Кількість працівників' },
  }),
  standard('add_time', 'Organization created', 'date', { readOnly: true }),
  standard('update_time', 'Update time', 'date', { readOnly: true }),
  ...counters(['people_count', 'People'], ['open_deals_count', 'Open deals'], ['closed_deals_count', 'Closed deals']),

  custom('organization/domain', 'Domain', 'varchar'),
  custom('organization/phone', 'Phone', 'phone'),
  custom('organization/city', 'City', 'varchar'),
  custom('organization/country', 'Country', 'varchar'),
  custom('organization/description', 'Description', 'text'),
  custom('organization/type', 'Organization type', 'enum', {
    options: options(301, 'Prospect', 'Partner', 'Reseller'),
  }),
  custom('organization/lifecycle', 'Lifecycle stage', 'enum', {
    options: options(311, 'Lead', 'Marketing qualified', 'Sales qualified', 'Opportunity', 'Customer'),
  }),
  custom('organization/intent', 'Intent score', 'double', { group: 'AI' }),
  custom('organization/legacy score', 'Legacy score', 'double'),
  custom('organization/old segment', 'Old segment', 'enum', {
    options: options(321, 'SMB', 'Mid', 'Enterprise', 'Government'),
  }),
  // The name of a default field.
  custom('organization/address', 'Address', 'varchar'),
  ...shared(),
];
