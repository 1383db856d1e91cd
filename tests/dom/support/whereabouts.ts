import type { HubSpotPage } from './hubspot';
import type { SeenMark } from './overlay';

const SURFACE = {
  highlight: 'highlight',
  sidebar: 'row',
  'data-highlights': 'summary',
  'profile-list': 'summary',
  panel: 'panel',
};

/** Where a mark stands, by what the page's own components say of the nodes around it: `{record} {surface} {field}`. */
export function standsOn(page: HubSpotPage, { host }: Pick<SeenMark, 'host'>): string {
  const origins = page.origins();
  for (let node: Node | null = host; node; node = node.parentNode) {
    const origin = origins.get(node);
    if (origin?.field) return `${origin.record} ${SURFACE[origin.part]} ${origin.field}`;
  }
  return 'nothing';
}
