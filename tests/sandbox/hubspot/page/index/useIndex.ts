import { useEffect, useState } from 'react';
import { usePage } from '../context.ts';
import type { IndexPage, IndexQuery } from '../protocol.ts';
import type { PageTypeId } from '../surfaces.ts';

/** One page of a list, asked for again whenever the query changes; the last answer stays until the next. */
export function useIndex(typeId: PageTypeId, query: IndexQuery): { answer: IndexPage | null; error: string } {
  const { transport, activity, onRefresh } = usePage();
  const [answer, setAnswer] = useState<IndexPage | null>(null);
  const [error, setError] = useState('');
  const { page, size, query: search, mine } = query;
  useEffect(() => {
    let current = true;
    const load = () =>
      activity.during(transport.index(typeId, { page, size, query: search, mine })).then(
        (loaded) => {
          if (!current) return;
          setAnswer(loaded);
          setError('');
        },
        (reason: unknown) => current && setError(reason instanceof Error ? reason.message : String(reason)),
      );
    void load();
    const stop = onRefresh(load);
    return () => {
      current = false;
      stop();
    };
  }, [activity, transport, onRefresh, typeId, page, size, search, mine]);
  return { answer: answer?.typeId === typeId ? answer : null, error };
}
