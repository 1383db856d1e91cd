/** The bench's options: `--quick`, `--only record,card`, `--build <folder>`, `--profile`. */
import { parseArgs } from 'node:util';

export const PARTS = [
  'record',
  'mutations',
  'appearance',
  'card',
  'heap',
  'size',
  'requests',
  'crms',
  'ledger',
] as const;
export type Part = (typeof PARTS)[number];

export interface Options {
  /** Few runs: enough to see that everything can be measured, and the order of size. */
  quick: boolean;
  parts: ReadonlySet<Part>;
  /** Folder of an extension already built; without one it is built first. */
  build: string | undefined;
  /** Prints where the content script spends its time. */
  profile: boolean;
}

/** @throws with a sentence for the person who typed them */
export function readOptions(args: string[]): Options {
  const { values } = parseArgs({
    args,
    options: {
      quick: { type: 'boolean', default: false },
      only: { type: 'string' },
      build: { type: 'string' },
      profile: { type: 'boolean', default: false },
    },
  });
  const names = values.only?.split(',') ?? [...PARTS];
  const unknown = names.filter((name) => !(PARTS as readonly string[]).includes(name));
  if (unknown.length > 0) throw new Error(`--only: no ${unknown.join(', ')}; there are ${PARTS.join(', ')}`);
  return { quick: values.quick, build: values.build, profile: values.profile, parts: new Set(names as Part[]) };
}
