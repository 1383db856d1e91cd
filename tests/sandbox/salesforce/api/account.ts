/** Versions, limits, and whose token it is. */
import type { Reply } from '../../http.ts';
import type { Call, Handler } from './call.ts';
import { basePath } from './call.ts';
import type { DailyLimit } from './limits.ts';

const VERSIONS = [
  ["Spring '26", '66.0'],
  ["Summer '26", '67.0'],
  ["Winter '27", '68.0'],
] as const;

export const isVersion = (version: string): boolean =>
  Number(version) >= 50 && Number(version) <= 68 && /^\d\d\.0$/.test(version);

/** Answers without a token. */
export const versions = (): Reply => ({
  status: 200,
  body: VERSIONS.map(([label, version]) => ({ label, url: `/services/data/v${version}`, version })),
});

export const resources: Handler = (call) => {
  const names = ['sobjects', 'query', 'queryAll', 'composite', 'limits', 'tooling', 'ui-api', 'recent'];
  return { status: 200, body: Object.fromEntries(names.map((name) => [name, `${basePath(call)}/${name}`])) };
};

export const limitsOf =
  (limit: DailyLimit): Handler =>
  ({ credential, clock, settings }) => {
    const used = limit.used(credential.org.id, clock.now());
    const rest = (max: number) => ({ Max: max, Remaining: max });
    const body = {
      DailyApiRequests: { Max: settings.dailyLimit, Remaining: Math.max(0, settings.dailyLimit - used) },
      DailyAsyncApexExecutions: rest(250_000),
      DailyBulkApiBatches: rest(15_000),
      DataStorageMB: rest(1_024),
      SingleEmail: rest(5_000),
    };
    return { status: 200, body };
  };

/** Who the token acts as, and where. */
export function userInfo(call: Call): Reply {
  const { store, credential } = call;
  const { org, userId } = credential;
  const user = store.get('User', userId);
  const read = (field: string) => (user ? store.value(user, field) : null);
  const base = `https://${org.api}`;
  return {
    status: 200,
    body: {
      sub: `https://${org.isSandbox ? 'test' : 'login'}.salesforce.com/id/${org.id}/${userId}`,
      user_id: userId,
      organization_id: org.id,
      preferred_username: read('Username'),
      nickname: read('Alias'),
      name: read('Name'),
      given_name: read('FirstName'),
      family_name: read('LastName'),
      email: read('Email'),
      email_verified: true,
      active: true,
      user_type: 'STANDARD',
      language: 'en_US',
      locale: 'en_US',
      zoneinfo: 'Europe/Dublin',
      urls: {
        rest: `${base}/services/data/v{version}/`,
        sobjects: `${base}/services/data/v{version}/sobjects/`,
        query: `${base}/services/data/v{version}/query/`,
        profile: `${base}/${userId}`,
        custom_domain: base,
      },
    },
  };
}
