import type { HubSpotPage } from './hubspot';
import type { SeenMark } from './overlay';

const SURFACE = {
  highlight: 'highlight',
  sidebar: 'row',
  'data-highlights': 'summary',
  'profile-list': 'summary',
  panel: 'panel',
};

/** Where marks stand, by what the page's own components say of the nodes around them: `{record} {surface} {field}`. */
export function whereabouts(page: HubSpotPage, seen: readonly SeenMark[]): { mark: SeenMark; at: string }[] {
  const origins = page.origins();
  const placeOf = (host: Node) => {
    for (let node: Node | null = host; node; node = node.parentNode) {
      const origin = origins.get(node);
      if (origin?.field) return `${origin.record} ${SURFACE[origin.part]} ${origin.field}`;
    }
    return 'nothing';
  };
  return seen.map((mark) => ({ mark, at: placeOf(mark.host) }));
}
