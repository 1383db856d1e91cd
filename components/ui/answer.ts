import { i18n } from '#i18n';

/** What a receiver answered; words of ours where it said nothing, or where there was none. */
export function answerText({ message, status }: { message: string; status?: number }): string {
  switch (message) {
    case 'permission':
    case 'secret':
    case 'offline':
    case 'timeout':
    case 'html':
    case 'redirect':
      return i18n.t(`signals.why.${message}`);
    default:
      return message ? `${status || ''} “${message}”`.trim() : String(status || '');
  }
}
