/** Behaviours of the simulated HubSpot that are not settled in the open and can be switched. */
export interface ApiSettings {
  /** Whether a merge keeps the primary's id or gives the outcome a new one. */
  mergeIds: 'primary' | 'new';
  /** Whether reading a merged-away id answers the surviving record or 404. */
  mergedGet: 'survivor' | '404';
  /** How long a change stays invisible to search. */
  searchDelayMs: number;
  /** Whether rate limits answer 429; headers are sent either way. */
  limits: boolean;
}

export const defaultSettings = (): ApiSettings => ({
  mergeIds: 'primary',
  mergedGet: 'survivor',
  searchDelayMs: 0,
  limits: false,
});
