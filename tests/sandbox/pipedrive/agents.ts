/** Writers that hold an API token: through Pipedrive's own client, or in plain HTTP where a user agent of its own matters. */
import { request } from 'node:http';
import {
  Configuration as V1Configuration,
  DealsApi as V1Deals,
  OrganizationsApi as V1Organizations,
  PersonsApi as V1Persons,
} from 'pipedrive/v1';
import { Configuration, DealsApi, OrganizationsApi, PersonsApi } from 'pipedrive/v2';
import type { RecordObject } from './types.ts';

type Body = Record<string, unknown>;

export interface TokenWriter {
  create(object: RecordObject, body: Body): Promise<string>;
  update(object: RecordObject, id: string, body: Body): Promise<void>;
  remove(object: RecordObject, id: string): Promise<void>;
  /** Merges the second record into the first. */
  merge(object: RecordObject, survivor: string, merged: string): Promise<void>;
}

/** A writer that uses the `pipedrive` client as it is; its rows carry the client's user agent. */
export function clientWriter(base: string, apiKey: string): TokenWriter {
  const configuration = new Configuration({ apiKey, basePath: `${base}/api/v2` });
  const deals = new DealsApi(configuration);
  const persons = new PersonsApi(configuration);
  const organizations = new OrganizationsApi(configuration);
  const v1 = new V1Configuration({ apiKey, basePath: `${base}/api/v1` });
  return {
    async create(object, body) {
      const made = {
        deal: () => deals.addDeal({ AddDealRequest: body as never }),
        person: () => persons.addPerson({ AddPersonRequest: body as never }),
        organization: () => organizations.addOrganization({ AddOrganizationRequest: body as never }),
      };
      return String((await made[object]()).data?.id);
    },
    async update(object, id, body) {
      if (object === 'deal') await deals.updateDeal({ id: Number(id), UpdateDealRequest: body });
      else if (object === 'person') await persons.updatePerson({ id: Number(id), UpdatePersonRequest: body });
      else await organizations.updateOrganization({ id: Number(id), UpdateOrganizationRequest: body });
    },
    async remove(object, id) {
      if (object === 'deal') await deals.deleteDeal({ id: Number(id) });
      else if (object === 'person') await persons.deletePerson({ id: Number(id) });
      else await organizations.deleteOrganization({ id: Number(id) });
    },
    async merge(object, survivor, merged) {
      const [id, into] = [Number(merged), { merge_with_id: Number(survivor) }];
      if (object === 'deal') await new V1Deals(v1).mergeDeals({ id, MergeDealsRequest: into });
      else if (object === 'person') await new V1Persons(v1).mergePersons({ id, MergePersonsRequest: into });
      else await new V1Organizations(v1).mergeOrganizations({ id, MergeOrganizationsRequest: into });
    },
  };
}

/** A writer with the user agent it is given; without one it sends none. */
export function plainWriter(base: string, token: string, userAgent: string | null): TokenWriter {
  const call = async (method: string, path: string, body?: Body): Promise<{ id?: number }> => {
    const headers = {
      'x-api-token': token,
      'content-type': 'application/json',
      ...(userAgent !== null && { 'user-agent': userAgent }),
    };
    const { status, text } = await send(base + path, method, headers, body && JSON.stringify(body));
    const answer = JSON.parse(text) as { data?: { id?: number } };
    if (status >= 400) throw new Error(`${method} ${path}: ${text}`);
    return answer.data ?? {};
  };
  return {
    async create(object, body) {
      return String((await call('POST', `/api/v2/${object}s`, body)).id);
    },
    async update(object, id, body) {
      await call('PATCH', `/api/v2/${object}s/${id}`, body);
    },
    async remove(object, id) {
      await call('DELETE', `/api/v2/${object}s/${id}`);
    },
    async merge(object, survivor, merged) {
      await call('PUT', `/api/v1/${object}s/${merged}/merge`, { merge_with_id: Number(survivor) });
    },
  };
}

function send(
  url: string,
  method: string,
  headers: Record<string, string>,
  body?: string,
): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const req = request(url, { method, headers }, (res) => {
      const chunks: Buffer[] = [];
      res.on('data', (chunk: Buffer) => chunks.push(chunk));
      res.on('end', () => resolve({ status: res.statusCode ?? 0, text: Buffer.concat(chunks).toString('utf8') }));
      res.on('error', reject);
    });
    req.on('error', reject);
    req.end(body);
  });
}
