import { i18n } from '#i18n';
import type { Who } from '../core/details';

/** A writer's name, or the words for a writer that nobody has named. */
export function whoText(who: Who): string {
  return 'name' in who ? who.name : i18n.t(`writer.${who.kind}`, { id: who.id });
}
