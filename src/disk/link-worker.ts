import { linkFolder } from './gate-releases.ts';
import { answerTasks } from './workers.ts';

answerTasks(linkFolder);
