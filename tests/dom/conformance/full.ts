/** How often something random is tried: a little in every run, a lot with `npm run test:full`. */
export function times(usual: number, full: number): number {
  return import.meta.env.COUNTERSIGN_FULL ? full : usual;
}
