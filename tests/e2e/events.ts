import { isDeepStrictEqual } from 'node:util';

/** Whether what was sent is what the published schema says; the members used are as in `lib/core/events.ts`. */
interface Parsed {
  issues?: { message: string }[];
  output: unknown;
}

/** What is wrong with events as the receiver has them. */
export async function wrongEvents(events: readonly object[]): Promise<string[]> {
  const { EventSchema } = (await import(new URL('../../lib/core/events.ts', import.meta.url).pathname)) as {
    EventSchema: unknown;
  };
  const { safeParse } = (await import('valibot')) as unknown as { safeParse(schema: unknown, event: object): Parsed };
  return events.flatMap((event) => {
    // When it arrived, by the receiver.
    const { at: _, ...sent } = event as { at?: string };
    const { issues = [], output } = safeParse(EventSchema, sent);
    // What the schema does not know is left out of its output.
    const isMore = issues.length === 0 && !isDeepStrictEqual(output, sent);
    return issues.length > 0 || isMore ? [JSON.stringify({ sent, issues: issues.map(({ message }) => message) })] : [];
  });
}
