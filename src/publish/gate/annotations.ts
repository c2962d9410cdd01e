import type { AssessedItem } from '../../assessment/assessment.ts';
import { clipText } from '../../clip-text.ts';
import type { Place, Problem } from '../../problem.ts';
import { visibleText } from '../../visible-text.ts';
import { gateAnswerWords, openNeedWords, shutTitle, worseTitle } from '../words/gate-words.ts';
import { statusWords } from '../words/status-words.ts';
import {
  type CheckedRelease,
  type GateAnswer,
  itemOfWorse,
  type Locate,
  linkLines,
  openAsked,
  passesGate,
  type WorseItem,
} from './gate-answer.ts';

/** What GitHub shows beside a line of a file. */
interface Annotation {
  readonly level: 'error' | 'warning';
  readonly place: Place | null;
  readonly title: string;
  readonly message: string;
}

/** How many of each level GitHub shows of one step. */
const shown = 10;

/** In UTF-16 units: GitHub cuts a title at 255. */
const longestTitle = 200;

/**
 * What shuts the gate, at its places, as workflow commands of GitHub: problems with the input, open items, or what is worse where that was asked;
 * what does not shut it is a warning. One a line, as many as it shows, escaped as its toolkit does, so that no text ends a command or begins one.
 * Source: https://github.com/actions/toolkit/blob/main/packages/core/src/command.ts.
 */
export function workflowCommands(answer: GateAnswer, locate: Locate): string[] {
  const annotations = annotationsOf(answer);
  const of = (level: Annotation['level']) => annotations.filter((each) => each.level === level).slice(0, shown);
  return [...of('error'), ...of('warning')].map(({ level, place, title, message }) => {
    const properties = [
      ...(place === null ? [] : [`file=${escapeProperty(locate(place.file))}`]),
      ...(place?.line === undefined ? [] : [`line=${place.line}`]),
      ...(place?.column === undefined ? [] : [`col=${place.column}`]),
      `title=${escapeProperty(clipTitle(title))}`,
    ];
    return `::${level} ${properties.join(',')}::${escapeData(message)}`;
  });
}

function annotationsOf(answer: GateAnswer): Annotation[] {
  switch (answer.state) {
    case 'refused':
      return answer.problems.map(problemAnnotation);
    case 'checked': {
      const { faults, warnings } = answer.release;
      const faultAnnotations = faults.map((fault) => ({ ...problemAnnotation(fault), level: 'error' as const }));
      return [...faultAnnotations, ...itemAnnotations(answer.release), ...warnings.map(problemAnnotation)];
    }
  }
}

function itemAnnotations(checked: CheckedRelease): Annotation[] {
  if (checked.earlier !== null) return checked.earlier.worse.map((each) => worseAnnotation(each, checked));
  const shut = !passesGate({ ...checked, faults: [] });
  const open = openAsked(checked).map(({ item, page }) => {
    const keepsShut = shut && (page === checked.page || page.blocking || item.status === 'contradicted');
    return openAnnotation(item, keepsShut ? 'error' : 'warning', checked);
  });
  const isExplained = !shut || open.some(({ level }) => level === 'error');
  return [...(isExplained ? [] : [answerAnnotation(checked)]), ...open];
}

function problemAnnotation({ severity, file, line, column, code, message, hint }: Problem): Annotation {
  return { level: severity, place: { file, line, column }, title: code, message: `${message} - ${hint}` };
}

function openAnnotation(item: AssessedItem, level: Annotation['level'], checked: CheckedRelease): Annotation {
  const message = [openNeedWords(item), ...linkLines(item, checked)].join('\n');
  return { level, place: item.place, title: `${statusWords[item.status]}: ${item.text}`, message };
}

function worseAnnotation(worse: WorseItem, checked: CheckedRelease): Annotation {
  const item = itemOfWorse(worse, checked);
  const message = [worse.words, ...linkLines(item, checked)].join('\n');
  return { level: 'error', place: item?.place ?? null, title: worseTitle(worse.text), message };
}

/** Where no item is open, sign-offs are what is missing. */
function answerAnnotation({ assessment, page }: CheckedRelease): Annotation {
  return { level: 'error', place: null, title: shutTitle, message: gateAnswerWords(assessment, page) };
}

function clipTitle(title: string): string {
  return clipText(title.replace(/\s+/g, ' '), longestTitle);
}

function escapeData(text: string): string {
  return visibleText(text).replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
