import { readFileSync, writeFileSync } from 'node:fs';
import { toJsonSchema } from '@valibot/to-json-schema';
import type { GenericSchema } from 'valibot';
import { expect, test } from 'vitest';
import { ControlSchema } from '../../../lib/core/control';
import { EventSchema } from '../../../lib/core/events';
import { LedgerEntrySchema, LedgerSchema } from '../../../lib/core/ledger';
import { MetadataEntrySchema, MetadataSchema } from '../../../lib/core/suggestions';
import { TeamFileSchema } from '../../../lib/core/team';

/** The published schemas are made from the code that validates; `WRITE_SCHEMAS=1` writes them anew. */
const PUBLISHED: Record<string, GenericSchema> = {
  suggestions: MetadataSchema,
  'suggestion-entry': MetadataEntrySchema,
  ledger: LedgerSchema,
  'ledger-entry': LedgerEntrySchema,
  'team-file': TeamFileSchema,
  control: ControlSchema,
  event: EventSchema,
};

test.each(Object.entries(PUBLISHED))('docs/schemas/%s.json says what the code takes', (name, schema) => {
  const file = new URL(`../../../docs/schemas/${name}.json`, import.meta.url);
  const json = JSON.parse(JSON.stringify(toJsonSchema(schema, { errorMode: 'ignore' })));
  if (process.env.WRITE_SCHEMAS) writeFileSync(file, `${JSON.stringify(json, null, 2)}\n`);
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(json);
});
