/** Fields of deals. Names, types and what is in Details follow a published dump of `dealFields`. */
import type { FieldDefinition } from '../types.ts';
import { counters, custom, options, shared, standard, VISIBLE_TO } from './define.ts';

const ORIGINS = ['ManuallyCreated', 'Import', 'API', 'Automation', 'Marketplace', 'LeadSuggestion', 'WebForms'];

export const DEAL_FIELDS = (): FieldDefinition[] => [
  standard('id', 'ID', 'int', { readOnly: true }),
  standard('title', 'Title', 'varchar', { labels: { de: 'Titel', pt: 'Título', uk: 'Назва' } }),
  standard('creator_user_id', 'Creator', 'user', { readOnly: true }),
  standard('owner_id', 'Owner', 'user', {
    v1: 'user_id',
    details: true,
    labels: { de: 'Besitzer', pt: 'Proprietário', uk: 'Власник' },
  }),
  standard('value', 'Value', 'monetary', { labels: { de: 'Wert', pt: 'Valor', uk: 'Значення' } }),
  standard('weighted_value', 'Weighted value', 'monetary', { optional: true, readOnly: true }),
  standard('currency', 'Currency', 'varchar', { labels: { de: 'Währung', pt: 'Moeda', uk: 'Валюта' } }),
  standard('probability', 'Probability', 'int', {
    labels: { de: 'Wahrscheinlichkeit', pt: 'Probabilidade', uk: 'Імовірність' },
  }),
  standard('org_id', 'Organization', 'org', { labels: { de: 'Organisation', pt: 'Organização', uk: 'Організація' } }),
  standard('person_id', 'Contact person', 'people', {
    labels: { de: 'Kontaktperson', pt: 'Pessoa de contato', uk: 'Контактна особа' },
  }),
  standard('pipeline_id', 'Pipeline', 'double', { v1: 'pipeline' }),
  standard('stage_id', 'Stage', 'stage', { labels: { de: 'Phase', pt: 'Etapa', uk: 'Етап' } }),
  standard('label_ids', 'Label', 'set', {
    v1: 'label',
    options: [
      { id: 11, label: 'Hot', color: 'red' },
      { id: 12, label: 'Warm', color: 'yellow' },
      { id: 13, label: 'Cold', color: 'blue' },
    ],
    labels: { de: 'Label', pt: 'Etiqueta', uk: 'Мітка' },
  }),
  standard('status', 'Status', 'status', {
    options: [
      { id: 'open', label: 'Open' },
      { id: 'won', label: 'Won' },
      { id: 'lost', label: 'Lost' },
      { id: 'deleted', label: 'Deleted' },
    ],
  }),
  standard('add_time', 'Deal created', 'date', { readOnly: true }),
  standard('update_time', 'Update time', 'date', { readOnly: true }),
  standard('stage_change_time', 'Last stage change', 'date', { readOnly: true }),
  standard('next_activity_date', 'Next activity date', 'date', { optional: true, readOnly: true }),
  standard('last_activity_date', 'Last activity date', 'date', { optional: true, readOnly: true }),
  standard('won_time', 'Won time', 'date'),
  standard('lost_time', 'Lost time', 'date'),
  standard('close_time', 'Deal closed on', 'date'),
  standard('lost_reason', 'Lost reason', 'varchar_options'),
  standard('expected_close_date', 'Expected close date', 'date', {
    labels: {
      de: 'Voraussichtliches Abschlussdatum',
      pt: 'Data de fechamento esperada',
      uk: 'Очікувана дата закриття',
    },
  }),
  standard('visible_to', 'Visible to', 'visible_to', {
    details: true,
    options: VISIBLE_TO,
    labels: { de: 'Sichtbar für', pt: 'Visível para', uk: 'Видимий для' },
  }),
  ...counters(
    ['activities_count', 'Total activities'],
    ['done_activities_count', 'Done activities'],
    ['undone_activities_count', 'Activities to do'],
    ['email_messages_count', 'Email messages count'],
    ['product_quantity', 'Product quantity'],
  ),
  standard('mrr', 'MRR', 'monetary', { readOnly: true }),
  standard('arr', 'ARR', 'monetary', { readOnly: true }),
  standard('acv', 'ACV', 'monetary', { readOnly: true }),
  standard('origin', 'Source origin', 'enum', {
    details: true,
    readOnly: true,
    options: ORIGINS.map((id) => ({ id, label: id })),
    labels: { de: 'Quelle (Ursprung)', pt: 'Origem da fonte', uk: 'Походження джерела' },
  }),
  standard('origin_id', 'Source origin ID', 'varchar', { details: true, readOnly: true }),
  standard('channel', 'Source channel', 'enum', {
    details: true,
    options: [
      { id: 52, label: 'Prospecting' },
      { id: 53, label: 'Trade fair' },
    ],
    labels: { de: 'Quellkanal', pt: 'Canal de origem', uk: 'Канал джерела' },
  }),
  standard('channel_id', 'Source channel ID', 'varchar', { details: true }),
  standard('is_archived', 'Archive status', 'boolean'),
  standard('archive_time', 'Archive time', 'date'),
  standard('score', 'Score', 'double', { details: true, optional: true, readOnly: true }),
  standard('sequence_enrollment', 'Sequence enrollment', 'boolean', { details: true, optional: true, readOnly: true }),

  custom('deal/next step', 'Next step', 'varchar'),
  custom('deal/priority', 'Priority', 'enum', { options: options(101, 'Low', 'Medium', 'High', 'Urgent') }),
  custom('deal/type', 'Deal type', 'enum', { options: options(111, 'New business', 'Existing business') }),
  custom('deal/description', 'Description', 'text'),
  custom('deal/renewal', 'Renewal status', 'enum', { options: options(121, 'In talks', 'Agreed', 'At risk') }),
  custom('deal/setup fee', 'Setup fee', 'monetary'),
  custom('deal/contract', 'Contract period', 'daterange'),
  custom('deal/requirements', 'Requirements', 'set', { options: options(131, 'API', 'SSO', 'Reports', 'Support') }),
  custom('deal/call', 'Call at', 'time'),
  // The name of a default field, which nothing forbids.
  custom('deal/channel', 'Source channel', 'varchar'),
  custom('deal/commission rate', 'Commission rate', 'double', { group: 'Commission' }),
  custom('deal/commission owner', 'Commission owner', 'user', { group: 'Commission' }),
  custom('deal/partner sourced', 'Partner sourced', 'enum', {
    group: 'Commission',
    options: options(141, 'Yes', 'No'),
  }),
  custom('deal/legacy score', 'Legacy score', 'double'),
  custom('deal/old segment', 'Old segment', 'enum', {
    options: options(151, 'SMB', 'Mid', 'Enterprise', 'Government'),
  }),
  ...shared(),
];
