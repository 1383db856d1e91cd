/** Pipedrive's ways of writing a moment down. It knows whole seconds. */

/** `YYYY-MM-DD HH:MM:SS`, UTC, as v1 and the changelog write it. */
export const v1Time = (ms: number): string => new Date(ms).toISOString().slice(0, 19).replace('T', ' ');

/** `YYYY-MM-DDTHH:MM:SSZ`, as v2 writes it. */
export const v2Time = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19)}Z`;

/** Epoch milliseconds of a v1 time; `NaN` for anything else. */
export const fromV1Time = (text: string): number =>
  /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(text) ? Date.parse(`${text.replace(' ', 'T')}Z`) : Number.NaN;
