import '../unit/setup';
import { standIn } from './browsers';

standIn();
