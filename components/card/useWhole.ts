import { type RefObject, useLayoutEffect, useState } from 'react';

/**
 * Whether the values in an element are shown in full. Nobody approves what they could not read.
 * @param shown what is shown there, so that another value is measured anew
 */
export function useWhole(body: RefObject<HTMLElement | null>, shown: string) {
  const [cut, setCut] = useState(false);
  const [wholeOf, setWholeOf] = useState<string | null>(null);
  const whole = wholeOf === shown;
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is shown decides how long it is.
  useLayoutEffect(() => {
    const element = body.current;
    if (!element) return;
    const measure = () => {
      const values = element.querySelectorAll<HTMLElement>('.change bdi');
      setCut([...values].some(({ scrollHeight, clientHeight }) => scrollHeight > clientHeight + 1));
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [shown, body]);
  return { cut: cut && !whole, whole, toggle: () => setWholeOf(whole ? null : shown) };
}
