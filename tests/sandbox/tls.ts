/** The certificate every simulated host shows. Its key is new each start; browsers are told to trust its hash. */
import { createHash, X509Certificate } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generate } from 'selfsigned';

export interface KeyAndCertificate {
  key: string;
  cert: string;
}

export interface Certificate extends KeyAndCertificate {
  /** Base64 SHA-256 of the public key, for `--ignore-certificate-errors-spki-list`. */
  spki: string;
  /** The certificate as a file, for `NODE_EXTRA_CA_CERTS` and the like. */
  caFile: string;
  /** Removes the file. */
  dispose(): Promise<void>;
}

/**
 * Makes a self-signed certificate.
 *
 * @param hosts DNS names it is valid for
 */
export async function createCertificate(hosts: readonly string[]): Promise<Certificate> {
  const { key, cert } = await selfSigned(hosts);
  const der = new X509Certificate(cert).publicKey.export({ type: 'spki', format: 'der' });
  const directory = await mkdtemp(join(tmpdir(), 'countersign-sandbox-'));
  const caFile = join(directory, 'ca.pem');
  await writeFile(caFile, cert);
  return {
    key,
    cert,
    spki: createHash('sha256').update(der).digest('base64'),
    caFile,
    dispose: () => rm(directory, { recursive: true, force: true }),
  };
}

/** A new key and a certificate of it, valid for these hosts and trusted by nobody. */
export async function selfSigned(hosts: readonly string[]): Promise<KeyAndCertificate> {
  const pems = await generate([{ name: 'commonName', value: 'Countersign sandbox' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    notBeforeDate: new Date(Date.now() - 86_400_000),
    notAfterDate: new Date(Date.now() + 30 * 86_400_000),
    extensions: [
      { name: 'basicConstraints', cA: true },
      { name: 'subjectAltName', altNames: hosts.map((value) => ({ type: 2 as const, value })) },
    ],
  });
  return { key: pems.private, cert: pems.cert };
}
