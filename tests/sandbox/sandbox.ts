/** Starts the whole sandbox inside this process. */
import type { Server } from 'node:http';
import { createControlServer } from './control.ts';
import type { AccountInfo, Crm } from './crm.ts';
import { KINDS } from './crms.ts';
import { RECEIVER_HOST } from './receiver.ts';
import { close, createAgentServer, createApiServer, createTlsServer, listen } from './server.ts';
import { State } from './state.ts';
import { createCertificate, selfSigned } from './tls.ts';

export interface SandboxOptions {
  /** Port of the TLS server; without it a free one. */
  port?: number;
  /** The same seed gives the same incident. */
  seed?: string;
  /** Length of the incident. */
  days?: number;
  /** The CRMs to simulate; all of them where absent. */
  crms?: readonly Crm[];
  /** Without agents' proposals and the fields for them where false. */
  proposals?: boolean;
  /** No messages on stderr. */
  quiet?: boolean;
}

/** The start-up line. */
export interface SandboxInfo {
  v: 1;
  port: number;
  control: string;
  spki: string;
  caFile: string;
  hosts: string[];
  apis: Partial<Record<Crm, string>> & { hubspot: string };
  accounts: AccountInfo[];
  /** Where events can be sent, and what they have to be signed with. */
  receivers: { cloudevents: { url: string; secret: string } };
}

export interface Sandbox {
  info: SandboxInfo;
  stop(): Promise<void>;
}

const DEFAULT_SEED = '1';
const DEFAULT_DAYS = 21;

export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { port = 0, seed = DEFAULT_SEED, days = DEFAULT_DAYS, proposals = true, crms, quiet = false } = options;
  const warn = (message: string) => {
    if (!quiet) process.stderr.write(`${message}\n`);
  };
  const kinds = KINDS.filter(({ crm }) => crms?.includes(crm) ?? true);
  const state = new State(kinds, warn, proposals);
  const hosts = kinds.flatMap((kind) => kind.hosts);
  const certificate = await createCertificate([...hosts, RECEIVER_HOST]);
  const servers: Server[] = [];
  const open = async (server: Server, wanted = 0) => {
    servers.push(server);
    return listen(server, wanted);
  };
  const local = async (server: Server) => `http://127.0.0.1:${await open(server)}`;
  const stop = async () => {
    await Promise.all(servers.map(close));
    await certificate.dispose();
  };
  try {
    const apis: Partial<Record<Crm, string>> = {};
    for (const { crm } of kinds) {
      state.apiBases.set(crm, await local(createAgentServer(state, crm)));
      apis[crm] = await local(createApiServer(state, crm));
    }
    const fixed = {
      v: 1 as const,
      port: await open(createTlsServer(state, certificate, await selfSigned([RECEIVER_HOST])), port),
      control: await local(createControlServer(state)),
      spki: certificate.spki,
      caFile: certificate.caFile,
      hosts,
      apis: { hubspot: '', ...apis },
      receivers: { cloudevents: { url: state.receiver.url, secret: state.receiver.secret } },
    };
    state.fixedInfo = fixed;
    const started = performance.now();
    await state.reset(seed, days);
    warn(`incident of ${days} days from seed ${seed} in ${Math.round(performance.now() - started)} ms`);
    return { info: state.info(), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
