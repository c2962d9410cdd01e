import { stampAll } from './folder-stamp.ts';
import { answerTasks } from './workers.ts';

answerTasks(stampAll);
