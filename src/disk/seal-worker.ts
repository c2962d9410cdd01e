import { sealFolder } from './seal-releases.ts';
import { answerTasks } from './workers.ts';

answerTasks(sealFolder);
