/** Starts the whole sandbox inside this process. */
import { createControlServer } from './control.ts';
import type { AccountInfo } from './hubspot/describe.ts';
import { close, createAgentServer, createApiServer, createTlsServer, HOSTS, listen } from './server.ts';
import { State } from './state.ts';
import { createCertificate } from './tls.ts';

export interface SandboxOptions {
  /** Port of the TLS server; without it a free one. */
  port?: number;
  /** The same seed gives the same incident. */
  seed?: string;
  /** Length of the incident. */
  days?: number;
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
  apis: { hubspot: string };
  accounts: AccountInfo[];
  receivers: Record<string, never>;
}

export interface Sandbox {
  info: SandboxInfo;
  stop(): Promise<void>;
}

const DEFAULT_SEED = '1';
const DEFAULT_DAYS = 21;

export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { port = 0, seed = DEFAULT_SEED, days = DEFAULT_DAYS, quiet = false } = options;
  const warn = (message: string) => {
    if (!quiet) process.stderr.write(`${message}\n`);
  };
  const state = new State(warn);
  const certificate = await createCertificate(HOSTS);
  const servers = {
    agents: createAgentServer(state),
    tls: createTlsServer(state, certificate),
    api: createApiServer(state),
    control: createControlServer(state),
  };
  const stop = async () => {
    await Promise.all(Object.values(servers).map(close));
    await certificate.dispose();
  };
  try {
    const local = async (server: keyof typeof servers) => `http://127.0.0.1:${await listen(servers[server], 0)}`;
    state.apiBase = await local('agents');
    const fixed = {
      v: 1 as const,
      port: await listen(servers.tls, port),
      control: await local('control'),
      spki: certificate.spki,
      caFile: certificate.caFile,
      hosts: [...HOSTS],
      apis: { hubspot: await local('api') },
      receivers: {},
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
