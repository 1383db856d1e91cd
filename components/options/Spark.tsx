import { i18n } from '#i18n';

const WIDTH = 84;
const HEIGHT = 24;

/** Changes per day as small bars, two days each so that a bar can be seen. */
export function Spark({ days }: { days: readonly number[] }) {
  const bars = Array.from(
    { length: Math.ceil(days.length / 2) },
    (_, i) => (days[2 * i] ?? 0) + (days[2 * i + 1] ?? 0),
  );
  const max = Math.max(...bars, 1);
  const total = bars.reduce((sum, n) => sum + n, 0);
  const step = WIDTH / Math.max(bars.length, 1);
  return (
    <svg
      width={WIDTH}
      height={HEIGHT}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      role="img"
      aria-label={i18n.t('options.agents.spark', { n: total, max: Math.max(...days, 0) })}
    >
      {bars.map((n, i) => {
        const height = n === 0 ? 1 : Math.max(2, (n / max) * (HEIGHT - 2));
        // biome-ignore lint/suspicious/noArrayIndexKey: a bar is its day
        return <rect key={i} x={i * step} y={HEIGHT - height} width={step - 2} height={height} rx="1" />;
      })}
    </svg>
  );
}
