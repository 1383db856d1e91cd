/** Fields of persons; the default ones follow a published dump of `personFields`. */
import type { FieldDefinition } from '../types.ts';
import { counters, custom, options, shared, standard, VISIBLE_TO } from './define.ts';

export const PERSON_FIELDS = (): FieldDefinition[] => [
  standard('id', 'ID', 'int', { readOnly: true }),
  standard('name', 'Name', 'varchar', { labels: { pt: 'Nome', uk: "Ім'я" } }),
  standard('label_ids', 'Label', 'set', {
    v1: 'label',
    details: true,
    options: [
      { id: 1, label: 'Customer', color: 'green' },
      { id: 2, label: 'Hot lead', color: 'red' },
      { id: 3, label: 'Warm lead', color: 'yellow' },
      { id: 4, label: 'Cold lead', color: 'blue' },
    ],
    labels: { de: 'Label', pt: 'Etiqueta', uk: 'Мітка' },
  }),
  standard('first_name', 'First name', 'varchar', {
    details: true,
    labels: { de: 'Vorname', pt: 'Primeiro nome', uk: 'Ім’я' },
  }),
  standard('last_name', 'Last name', 'varchar', {
    details: true,
    labels: { de: 'Nachname', pt: 'Sobrenome', uk: 'Прізвище' },
  }),
  standard('phones', 'Phone', 'phone', {
    v1: 'phone',
    details: true,
    labels: { de: 'Telefon', pt: 'Telefone', uk: 'Телефон' },
  }),
  standard('emails', 'Email', 'varchar', {
    v1: 'email',
    details: true,
    labels: { de: 'E-Mail', pt: 'E-mail', uk: 'Ел. пошта' },
  }),
  standard('job_title', 'Job title', 'varchar', {
    details: true,
    labels: { de: 'Berufsbezeichnung', pt: 'Cargo', uk: 'Посада' },
  }),
  standard('add_time', 'Person created', 'date', { readOnly: true }),
  standard('update_time', 'Update time', 'date', { readOnly: true }),
  standard('org_id', 'Organization', 'org', {
    details: true,
    labels: { de: 'Organisation', pt: 'Organização', uk: 'Організація' },
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
  standard('picture_id', 'Profile picture', 'picture'),
  standard('next_activity_date', 'Next activity date', 'date', { optional: true, readOnly: true }),
  standard('last_activity_date', 'Last activity date', 'date', { optional: true, readOnly: true }),
  ...counters(
    ['open_deals_count', 'Open deals'],
    ['won_deals_count', 'Won deals'],
    ['lost_deals_count', 'Lost deals'],
    ['closed_deals_count', 'Closed deals'],
    ['activities_count', 'Total activities'],
    ['email_messages_count', 'Email messages count'],
  ),

  custom('person/city', 'City', 'varchar'),
  custom('person/country', 'Country', 'varchar'),
  custom('person/website', 'Website', 'varchar'),
  custom('person/company size', 'Company size', 'varchar'),
  custom('person/lifecycle', 'Lifecycle stage', 'enum', {
    options: options(201, 'Lead', 'Marketing qualified', 'Sales qualified', 'Opportunity', 'Customer'),
  }),
  custom('person/interests', 'Interests', 'set', { options: options(211, 'API', 'Reports', 'Support', 'Security') }),
  // Two fields of one name, which nothing forbids either.
  custom('person/status', 'Status', 'enum', {
    options: options(221, 'New', 'Open', 'In progress', 'Connected', 'Attempted to contact'),
  }),
  custom('person/old status', 'Status', 'varchar'),
  custom('person/utm source', 'UTM source', 'varchar', { group: 'Attribution' }),
  custom('person/utm medium', 'UTM medium', 'varchar', { group: 'Attribution' }),
  custom('person/utm campaign', 'UTM campaign', 'varchar', { group: 'Attribution' }),
  custom('person/utm term', 'UTM term', 'varchar', { group: 'Attribution' }),
  custom('person/utm content', 'UTM content', 'varchar', { group: 'Attribution' }),
  custom('person/legacy score', 'Legacy score', 'double'),
  custom('person/old segment', 'Old segment', 'enum', {
    options: options(231, 'SMB', 'Mid', 'Enterprise', 'Government'),
  }),
  ...shared(),
];
