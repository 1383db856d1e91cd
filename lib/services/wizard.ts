/**
 * Setting up staging: reads the fields there are, creates those of a plan one by one, takes back what was created.
 *
 * Every step is on disk before the CRM is asked for it and after it has answered, so that a worker that dies leaves nothing that
 * nobody knows of. Fields are read from the CRM and not from the cache, which may be a day old.
 */
import type { Connection } from '../core/account';
import type { Problem } from '../core/problem';
import type { NamedField } from '../core/staging';
import type { TeamFile } from '../core/team';
import {
  beginRun,
  type Choices,
  NO_CHOICES,
  nameProblems,
  planOf,
  type RunItem,
  type StagingRun,
  saidBefore,
  sampleOf,
  settled,
  type WizardField,
  type WizardObject,
  withCreated,
  withItem,
  withName,
  withoutName,
  withProblem,
} from '../core/wizard';
import type { CrmClient, FieldMeta } from '../crm/contract';
import { asProblem } from '../crm/problem';
import { type AccountKey, database } from '../store/db';
import { changeTeamFile, getTeamFile } from '../store/teamFiles';
import { clientFor, pause } from './api';

/** The sentence that the CRM shows with a field. */
export type Help = (item: Pick<RunItem, 'part' | 'fieldLabel'>) => string;

/** A CRM that asks to wait no longer than this is waited for; longer waits are told. */
const WAIT_MS = 15_000;
const WAITS = 3;

const keyOf = ({ crm, account }: Pick<Connection, 'crm' | 'account'>): AccountKey => [crm, account];

/**
 * The objects with the fields they have now, and what the wizard is at.
 * @throws ApiProblem where the CRM does not answer
 */
export async function loadStaging(
  connection: Connection,
  language: string,
): Promise<{ objects: WizardObject[]; run: StagingRun | null; team: TeamFile }> {
  const client = await clientFor(connection, 'person');
  const objects: WizardObject[] = [];
  for (const object of client.objects) {
    const refused = connection.capabilities.find(({ what, ok }) => what === object && !ok);
    objects.push(
      refused ? unreadable(object, refused.missing) : await readObject(connection, client, object, language),
    );
  }
  return { objects, run: await storedRun(connection), team: await getTeamFile(...keyOf(connection)) };
}

/**
 * Makes a plan of the choices and keeps it. What an earlier run created stays known.
 * @returns the run, not begun yet; `null` where a name cannot be used, which the page has said already
 * @throws ApiProblem where the CRM does not answer
 */
export async function beginStaging(
  connection: Connection,
  choices: Choices,
  language: string,
): Promise<StagingRun | null> {
  const { objects, run: earlier, team } = await loadStaging(connection, language);
  const known = objects.reduce(
    (run, { object, fields }) => (run && fields ? settled(connection.crm, run, object, fields, team) : run),
    earlier,
  );
  const items = planOf(connection.crm, objects, team, choices);
  if (items.length === 0 || nameProblems(connection.crm, objects, team, items).size > 0) return null;
  const run = beginRun(known, choices.layout, items, Date.now());
  await keep(connection, run);
  return run;
}

/** Runs that go on in this worker: two pages must not create the same field at once. */
const running = new Map<string, Promise<Problem | null>>();

/**
 * Creates what the kept run has not created yet. Aborting stops it after the field that is being created.
 * @param only an object; all of them without it
 * @returns the problem that stopped it; a right that is missing for one object does not stop the others
 */
export function createStaging(
  connection: Connection,
  language: string,
  help: Help,
  onProgress: (run: StagingRun) => void,
  signal: AbortSignal,
  only?: string,
): Promise<Problem | null> {
  return alone(connection, () => create(connection, language, help, onProgress, signal, only));
}

/**
 * Sees to it that an object has a ledger field, as one more field of the plan that undo takes back.
 * @returns the problem that stopped it
 * @throws ApiProblem where the CRM does not answer
 */
export async function ensureLedger(
  connection: Connection,
  object: string,
  language: string,
  help: Help,
): Promise<Problem | null> {
  const { crm, account } = connection;
  const client = await clientFor(connection, 'person');
  const { fields } = await readObject(connection, client, object, language);
  const team = await getTeamFile(crm, account);
  const choices = { ...NO_CHOICES, objects: [{ object, fields: [] }] };
  const item = planOf(crm, [{ object, fields }], team, choices).find(({ part }) => part === 'ledger');
  if (!item || item.exists) return null;
  const run = await storedRun(connection);
  const others = run?.items.filter((one) => one.object !== object || one.part !== 'ledger') ?? [];
  const again = run?.items.find((one) => one.object === object && one.part === 'ledger');
  const mine: RunItem = again ?? { ...item, state: 'waiting' };
  await keep(connection, { layout: 'compact', created: [], at: Date.now(), ...run, items: [...others, mine] });
  const problem = await createStaging(connection, language, help, () => {}, new AbortController().signal, object);
  const after = (await storedRun(connection))?.items.find((one) => one.object === object && one.part === 'ledger');
  return problem ?? after?.problem ?? null;
}

/**
 * Deletes the fields that the wizard created, the last one first, and takes back what it said in the team file.
 * @returns the problem that stopped it; what was not deleted stays on the list
 */
export function undoStaging(
  connection: Connection,
  onProgress: (run: StagingRun) => void,
  signal: AbortSignal,
): Promise<Problem | null> {
  return alone(connection, () => undo(connection, onProgress, signal));
}

function alone(connection: Connection, work: () => Promise<Problem | null>): Promise<Problem | null> {
  const going = running.get(connection.id);
  if (going) return going;
  const started = work()
    .catch(asProblem)
    .finally(() => running.delete(connection.id));
  running.set(connection.id, started);
  return started;
}

async function create(
  connection: Connection,
  language: string,
  help: Help,
  onProgress: (run: StagingRun) => void,
  signal: AbortSignal,
  only?: string,
): Promise<Problem | null> {
  const { crm, account } = connection;
  let run = await storedRun(connection);
  if (!run) return null;
  const put = async (next: StagingRun) => {
    run = next;
    await keep(connection, next);
    onProgress(next);
    return next;
  };
  const client = await clientFor(connection, 'person');
  for (const object of new Set(run.items.map((item) => item.object))) {
    if (only !== undefined && object !== only) continue;
    if (signal.aborted) return null;
    const fields: NamedField[] = await patiently(connection, signal, () => client.fields(object, language));
    run = await put(settled(crm, run, object, fields, await getTeamFile(crm, account)));
    const there = run.items.filter((item) => item.object === object && item.exists);
    await changeTeamFile(crm, account, (file) => there.reduce((now, item) => withName(crm, now, item, fields), file));
    for (let item = nextOf(run, object); item; item = nextOf(run, object)) {
      if (signal.aborted) return null;
      run = await put(withItem(run, item, { state: 'creating', asked: true }));
      try {
        const { name, created, group } = await createOne(connection, client, item, help, signal);
        fields.push({ name, label: item.label });
        // One that was there and could not be seen is somebody else's, unless an earlier attempt of ours made it.
        const ours = created || item.asked === true;
        run = await put(
          ours
            ? withCreated(run, item, name, saidBefore(await getTeamFile(crm, account), item), group)
            : withItem(run, item, { name, state: 'exists', exists: true }),
        );
        const made = { ...item, name };
        await changeTeamFile(crm, account, (file) => withName(crm, file, made, fields));
        await dropFields(connection, object);
      } catch (error) {
        const problem = asProblem(error);
        run = await put(withProblem(run, item, problem));
        if (problem.kind !== 'forbidden') return problem;
      }
    }
  }
  return null;
}

function nextOf(run: StagingRun, object: string): RunItem | undefined {
  return run.items.find((item) => item.object === object && item.state === 'waiting');
}

function createOne(
  connection: Connection,
  client: CrmClient,
  item: RunItem,
  help: Help,
  signal: AbortSignal,
): ReturnType<CrmClient['createField']> {
  const { object, name, label, sort: kind } = item;
  return patiently(connection, signal, () => client.createField(object, { name, label, kind, help: help(item) }));
}

async function undo(
  connection: Connection,
  onProgress: (run: StagingRun) => void,
  signal: AbortSignal,
): Promise<Problem | null> {
  const { crm, account } = connection;
  const stored = await storedRun(connection);
  if (!stored) return null;
  const client = await clientFor(connection, 'person');
  // The plan goes with its fields: what is taken back is not to be created again by going on.
  let run: StagingRun = { ...stored, items: [] };
  for (const gone of [...run.created].reverse()) {
    if (signal.aborted) return null;
    await patiently(connection, signal, () => client.deleteField(gone.object, gone.name, gone.group));
    const created = run.created.filter((one) => one !== gone);
    run = { ...run, created };
    await changeTeamFile(crm, account, (file) => withoutName(crm, file, gone, created));
    await keep(connection, run);
    await dropFields(connection, gone.object);
    onProgress(run);
  }
  return null;
}

/** Waits for a CRM that asks to, if it is not for long. */
async function patiently<T>(connection: Connection, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  for (let waits = 0; ; waits++) {
    try {
      return await work();
    } catch (error) {
      const problem = asProblem(error);
      await pause(connection.id, problem);
      const wait = (problem.retryAt ?? 0) - Date.now();
      if (problem.kind !== 'busy' || waits >= WAITS || wait > WAIT_MS || signal.aborted) throw error;
      await new Promise((resolve) => setTimeout(resolve, Math.max(wait, 0)));
    }
  }
}

async function readObject(
  connection: Connection,
  client: CrmClient,
  object: string,
  language: string,
): Promise<WizardObject> {
  try {
    const fields = await client.fields(object, language);
    await (await database()).put('fields', { fields, at: Date.now() }, [...keyOf(connection), object, language]);
    return { object, fields: fields.map(wizardField) };
  } catch (error) {
    const problem = asProblem(error);
    if (problem.kind !== 'forbidden') throw error;
    return unreadable(object, problem.missing ?? problem.message);
  }
}

const unreadable = (object: string, missing: string | undefined): WizardObject => ({
  object,
  fields: null,
  ...(missing ? { missing } : {}),
});

function wizardField(meta: FieldMeta): WizardField {
  const { name, label, kind, writes, readOnly, maxLength } = meta;
  return {
    ...{ name, label, kind, readOnly, sample: sampleOf(meta) },
    ...(writes ? { writes } : {}),
    ...(maxLength === undefined ? {} : { maxLength }),
  };
}

/** Forgets an object's fields in every language, so that the next reader asks the CRM. */
async function dropFields(connection: Connection, object: string): Promise<void> {
  const start = [...keyOf(connection), object];
  await (await database()).delete('fields', IDBKeyRange.bound(start, [...start, []]));
}

async function storedRun(connection: Connection): Promise<StagingRun | null> {
  return (await (await database()).get('wizards', keyOf(connection))) ?? null;
}

/** Resolves once it is on disk. A run with nothing in it is none. */
async function keep(connection: Connection, run: StagingRun): Promise<void> {
  const tx = (await database()).transaction('wizards', 'readwrite', { durability: 'strict' });
  if (run.items.length === 0 && run.created.length === 0) await tx.store.delete(keyOf(connection));
  else await tx.store.put(run, keyOf(connection));
  await tx.done;
}
