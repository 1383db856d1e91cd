import { defineBackground } from 'wxt/utils/define-background';
import { startServing } from '../../lib/messaging/server';
import { answerControl } from './control';
import { answerCorrections } from './corrections';
import { answerDecisions } from './decisions';
import { answerOwnPages } from './ownPages';
import { answerPages } from './pages';
import { answerQueue } from './queue';
import { answerReminder } from './reminder';
import { answerSignals } from './signals';
import { answerSweep } from './sweep';
import { keepTidy } from './tidy';
import { answerWizard } from './wizard';

// Listeners are registered in the first run of the worker, before anything is awaited: a wake-up would find none otherwise.
export default defineBackground({
  type: 'module',
  main() {
    answerPages();
    answerOwnPages();
    answerDecisions();
    answerControl();
    answerCorrections();
    answerQueue();
    answerReminder();
    answerSignals();
    answerSweep();
    answerWizard();
    startServing();
    keepTidy();
  },
});
