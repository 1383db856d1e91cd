/** `npm run sandbox [-- --port N] [--seed S] [--days D]`: one line of JSON once everything answers, then serves until killed. */
import { parseArgs } from 'node:util';
import { MAX_DAYS, MIN_DAYS } from './engine/incident.ts';

const { values } = parseArgs({
  options: { port: { type: 'string' }, seed: { type: 'string' }, days: { type: 'string' } },
});

function whole(name: string, raw: string | undefined, min: number, max: number): number | undefined {
  if (raw === undefined) return undefined;
  const value = Number(raw);
  if (!Number.isInteger(value) || value < min || value > max) {
    process.stderr.write(`--${name} must be a whole number from ${min} to ${max}\n`);
    process.exit(2);
  }
  return value;
}

const options = {
  port: whole('port', values.port, 0, 65_535),
  days: whole('days', values.days, MIN_DAYS, MAX_DAYS),
  ...(values.seed !== undefined && { seed: values.seed }),
};
// What is wrong with the options is said at once; the vendors' clients take seconds to load.
const { startSandbox } = await import('./sandbox.ts');
const sandbox = await startSandbox(options);
process.stdout.write(`${JSON.stringify(sandbox.info)}\n`);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    void sandbox.stop().then(() => process.exit(0));
  });
}
