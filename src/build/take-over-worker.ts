import { answerTasks } from '../disk/workers.ts';
import { placeRelease } from './take-over.ts';

answerTasks(placeRelease);
