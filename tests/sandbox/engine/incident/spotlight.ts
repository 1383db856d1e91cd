/** Records with one exact story each, which no other story touches. */
import { STAMP_VALUE } from '../actors.ts';
import type { NeutralSet } from '../types.ts';
import type { Act } from './acts.ts';
import { exist, play } from './acts.ts';
import { decide, forgeApproval } from './approvals.ts';
import { forgeStamp } from './enrichment.ts';
import { namesakes } from './namesakes.ts';
import { dateAfter, tagSource } from './population.ts';
import { flap } from './stages.ts';
import type { World } from './world.ts';
import { DAY } from './world.ts';

/** Deals of one note each. */
function deals(world: World): void {
  const base = (name: string): NeutralSet => ({
    name,
    stage: 'presentation',
    amount: '18000',
    closeDate: dateAfter(world.start, 45),
    owner: 'lea',
    dealType: 'new',
    priority: 'medium',
    nextStep: 'Call procurement',
    currency: 'EUR',
    commissionRate: '5',
    commissionOwner: 'lea',
  });
  const deal = (key: string, name: string, note: string, acts: (key: string) => Act[], extra: NeutralSet = {}) => {
    world.schedule(world.start - 40 * DAY, () =>
      exist(world, key, 'deal', { ...base(name), ...extra }, 'lea', ['brightwater', 'brightwater-buyer']),
    );
    world.highlight(key, note);
    play(world, acts(key));
  };
  deal('deal-clean', 'Harborline Renewal', 'clean deal, only people and a workflow', (key) => [
    { day: 4, hour: 10, act: () => world.write('lea', 'page', { [key]: { nextStep: 'Book technical review' } }) },
    { day: 10, hour: 4, act: () => world.write('routing', 'workflow', { [key]: { priority: 'high' } }) },
  ]);
  deal('deal-approved', 'Elmgate Rollout', 'deal with approved, edited and rejected suggestions', (key) => [
    { day: 9, hour: 10, act: () => decide(world, key, 'nextStep', 'Prepare pilot') },
    { day: 10, hour: 10, act: () => decide(world, key, 'priority', 'high', 'approve_edited') },
    { day: 11, hour: 10, act: () => decide(world, key, 'stage', 'won', 'reject') },
    { day: 13, hour: 10, act: () => decide(world, key, 'dealType', 'existing') },
    { day: 15, hour: 10, act: () => world.write('copilot', 'api', { [key]: { dealType: 'new' } }) },
  ]);
  deal('deal-forged', 'Ironmark Pilot', 'deal whose approval an agent forged', (key) => [
    { day: 12, hour: 10, act: () => decide(world, key, 'priority', 'high') },
    { day: 15, hour: 22, act: () => forgeApproval(world, key, 'amount', '26000') },
  ]);
  deal('deal-flapping', 'Kestrel Freight 80 seats', 'deal an agent moved to and fro', (key) => [
    { day: 16, hour: 20, act: () => flap(world, key, 9) },
  ]);
  deal('deal-cleared', 'Silvergate Expansion', 'deal with values an agent cleared', (key) => [
    {
      day: 12,
      hour: 14,
      act: () => world.write('copilot', 'api', { [key]: { nextStep: '', amount: '' } }, { pattern: 'value-clearing' }),
    },
    { day: 13, hour: 14, act: () => world.write('dana', 'page', { [key]: { amount: '18500' } }) },
  ]);
  const partner = { pipeline: 'partner', stage: 'partner-registered' };
  const signed = (key: string) => [
    {
      day: 14,
      hour: 15,
      act: () => world.write('copilot', 'api', { [key]: { stage: 'partner-signed' } }, { pattern: 'stage-on-email' }),
    },
  ];
  deal(
    'deal-partner',
    'Lanternworks via Fjordware',
    'deal in a pipeline of its own, whose stage ids are numbers',
    signed,
    partner,
  );
  deal('deal-long', 'Quarrystone Framework', 'deal with a description of 64 KB', (key) => [
    { day: 7, hour: 14, act: () => world.write('copilot', 'api', { [key]: { description: longText(65_536) } }) },
  ]);
}

/** Exactly this many characters in short lines. */
function longText(length: number): string {
  const line = 'Clause 1.1 The supplier provides the service as described in annex A. \n';
  return line
    .repeat(Math.ceil(length / line.length))
    .slice(0, length - 1)
    .concat('.');
}

function contacts(world: World): void {
  const person = (
    key: string,
    first: string,
    last: string,
    note: string,
    acts: (key: string) => Act[],
    extra: NeutralSet = {},
  ) => {
    world.schedule(world.start - 30 * DAY, () => {
      const set = {
        firstName: first,
        lastName: last,
        email: `${key}@elmgate.example`,
        jobTitle: 'IT Manager',
        city: 'Dublin',
        owner: 'ivo',
      };
      exist(world, key, 'contact', { ...set, leadStatus: 'open', ...extra }, 'ivo');
    });
    world.schedule(world.start - 29 * DAY, () => tagSource(world, [key]));
    world.highlight(key, note);
    play(world, acts(key));
  };
  const stamp = (run: string): NeutralSet => ({ stampAgent: STAMP_VALUE, stampRun: run });
  person('contact-utm', 'Rosa', 'Thorne', 'contact whose UTM values an agent overwrote', (key) => [
    {
      day: 9,
      hour: 4,
      act: () => {
        const set = { utmSource: 'direct', utmMedium: 'none', utmCampaign: '(not set)', ...stamp('run-5ec7a1b0') };
        world.write('enricher', 'api', { [key]: set }, { pattern: 'utm-overwrite' });
      },
    },
    { day: 10, hour: 9, act: () => world.write('ivo', 'page', { [key]: { utmSource: 'trade-fair' } }) },
  ]);
  person(
    'contact-stale',
    'Yusuf',
    'Falk',
    'contact whose stamp is older than the sync that wrote with the same token',
    (key) => [
      {
        day: 12,
        hour: 4,
        act: () => world.write('enricher', 'api', { [key]: { jobTitle: 'Head of Data', ...stamp('run-77c0ffee') } }),
      },
      { day: 15, hour: 9, act: () => tagSource(world, [key]) },
    ],
  );
  person('contact-forged', 'Vera', 'Oduya', 'contact whose stamp another app forged', (key) => [
    { day: 14, hour: 13, act: () => forgeStamp(world, key) },
  ]);
  person('contact-rtl', 'ليلى', 'الحداد', 'contact with right-to-left values', (key) => [
    {
      day: 8,
      hour: 11,
      act: () => world.write('copilot', 'api', { [key]: { jobTitle: 'مديرة المشتريات', city: 'القاهرة' } }),
    },
    { day: 9, hour: 11, act: () => world.write('noor', 'page', { [key]: { city: 'الإسكندرية' } }) },
  ]);
  person('contact-emoji', 'Zoë 🌊', "O'Hara-Łuczak", 'contact with emoji and markup-like values', (key) => [
    {
      day: 8,
      hour: 12,
      act: () => world.write('copilot', 'api', { [key]: { jobTitle: 'VP 🚀 <b>Growth</b> & "Ops" 👩‍🚀' } }),
    },
  ]);
}

function ticket(world: World): void {
  const key = 'ticket-billing';
  world.schedule(world.start - 3 * DAY, () => {
    const set = {
      subject: 'Wrong VAT on the last invoice',
      content: 'Customer asks for a corrected invoice.\nSee mail.',
      stage: 'new',
    };
    exist(
      world,
      key,
      'ticket',
      { ...set, priority: 'medium', category: 'general', channel: 'email', owner: 'mara' },
      'mara',
    );
  });
  world.highlight(key, 'ticket an agent closed on a polite e-mail');
  play(world, [
    { day: 7, hour: 10, act: () => world.write('desk', 'api', { [key]: { category: 'billing' } }) },
    { day: 8, hour: 10, act: () => world.mail([key], 'Re: Wrong VAT', 'Thanks, all good!') },
    {
      day: 8,
      hour: 10,
      minute: 4,
      act: () => world.write('copilot', 'api', { [key]: { stage: 'closed' } }, { pattern: 'stage-on-email' }),
    },
    { day: 9, hour: 8, act: () => world.write('mara', 'restore', { [key]: { stage: 'new' } }) },
    { day: 20, hour: 8, act: () => world.write('copilot', 'api', { [key]: { priority: 'low' } }) },
  ]);
}

export function spotlight(world: World): void {
  namesakes(world);
  deals(world);
  contacts(world);
  ticket(world);
}
