/** Users, pipelines, stages. */
import { v1Time, v2Time } from '../times.ts';
import type { User } from '../types.ts';
import type { Call, Handler } from './call.ts';
import { ok } from './call.ts';

/** When the company was opened; nothing rests on it. */
const OPENED = Date.parse('2024-03-04T08:00:00Z');

const accessOf = ({ admin, id }: User) => [
  { app: 'global', admin, permission_set_id: `global-${id}` },
  { app: 'sales', admin, permission_set_id: `sales-${id}` },
  ...(admin ? [{ app: 'account_settings', admin, permission_set_id: `settings-${id}` }] : []),
];

const render = (call: Call, user: User) => ({
  id: user.id,
  name: user.name,
  email: user.email,
  default_currency: 'EUR',
  locale: 'en_IE',
  lang: 1,
  phone: null,
  activated: true,
  last_login: v1Time(call.store.now()),
  created: v1Time(OPENED),
  modified: v1Time(OPENED),
  has_created_company: false,
  access: accessOf(user),
  active_flag: user.active,
  timezone_name: 'Europe/Dublin',
  timezone_offset: '+00:00',
  role_id: 1,
  icon_url: null,
  is_you: user.id === call.credential.userId,
  is_deleted: !user.active,
});

export const listUsers: Handler = (call) => ok(call.store.catalog.users.map((user) => render(call, user)));

/** The user the token belongs to, with the company it is good for. */
export const readMe: Handler = (call) => {
  const { catalog, company } = call.store;
  const user = catalog.user(call.credential.userId);
  return ok({
    ...(user && render(call, user)),
    company_id: Number(company.id),
    company_name: company.name,
    company_domain: company.domain,
    company_country: 'IE',
    company_industry: 'Software',
    language: { language_code: 'en', country_code: 'GB' },
  });
};

export const listPipelines: Handler = ({ store }) =>
  ok(
    store.catalog.pipelines.map(({ id, name, order }) => ({
      id,
      name,
      order_nr: order,
      is_deleted: false,
      is_deal_probability_enabled: true,
      add_time: v2Time(OPENED),
      update_time: v2Time(OPENED),
    })),
    { next_cursor: null },
  );

export const listStages: Handler = ({ store, query }) => {
  const pipeline = query.get('pipeline_id');
  return ok(
    store.catalog.stages
      .filter(({ pipelineId }) => pipeline === null || pipelineId === Number(pipeline))
      .map(({ id, name, order, pipelineId, probability }) => ({
        id,
        order_nr: order,
        name,
        is_deleted: false,
        deal_probability: probability,
        pipeline_id: pipelineId,
        is_deal_rot_enabled: false,
        days_to_rotten: null,
        add_time: v2Time(OPENED),
        update_time: v2Time(OPENED),
      })),
    { next_cursor: null },
  );
};
