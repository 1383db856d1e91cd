/** The daily reminder of what waits for review. Pure. */

/** A time of day as a person chooses it, e.g. `09:30`. */
export const TIME_OF_DAY = /^([01]\d|2[0-3]):[0-5]\d$/;

/**
 * When a time of day comes next, by the clock on the wall: on the day clocks are changed, too.
 * @param now epoch ms
 * @returns epoch ms, later than now
 */
export function nextAt(time: string, now: number): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  const on = (days: number) => {
    const date = new Date(now);
    date.setDate(date.getDate() + days);
    date.setHours(hours, minutes, 0, 0);
    return date.getTime();
  };
  const today = on(0);
  return today > now ? today : on(1);
}
