import { answerTasks } from '../disk/workers.ts';
import { verifyFolder } from './verify-folder.ts';

answerTasks(verifyFolder);
